"""The line below the title of a report or a speech that tells when, and at what meeting, it was given."""

import re
from dataclasses import dataclass

from index.dates import DATE, iso_date
from index.documents import Span

SPOKEN = re.compile(r"(?:报告|讲话|说明|公报|致辞|发言|演讲)(?:[（(][^）)]*[）)])?$")
"""What titles end in below which a date alone is that of the document."""
_MEETING = r"[^\n，,。；：\d]{2,60}?(?:会议上?|大会上?|(?<!委员)会上)"
_DASH = r"[—─－–-]"
_LINE = re.compile(
    rf"^[^\S\n]*(?:{_DASH}+[^\S\n]*)?(?P<open>[（(])?[^\S\n]*"
    rf"(?P<before>{_MEETING}[，,\s]*)?(?P<date>{DATE})[，,]?[^\S\n]*(?P<behind>[于在]?{_MEETING})?[^\S\n]*(?(open)[）)])[^\S\n]*$"
    r"(?!\s*(?:通过|批准|审议|修订|修正|公布|发布))",
    re.MULTILINE,
)
_ENACTED = re.compile(rf"^[^\S\n]*[（(]?{DATE}[^\n]*(?:通过|批准|公布|发布|施行)", re.MULTILINE)
"""A line of the note below the title of a statute."""
_SESSION = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,12}?)第[一二三四五六七八九十\d０-９]{1,4}届(?P<national>全国)?"
    r"[\u4e00-\u9fff]{0,12}?(?:人民代表大会(?P<standing>常务委员会)?|人大(?P<short>常委会)?)"
)
_REACH = 600  # characters from the start


@dataclass(frozen=True, slots=True)
class Delivery:
    """When it was given, ISO 8601, the line that says it, and the congress, if any, before which it was."""

    date: str
    span: Span
    congress: str | None = None


def delivered(text: str, spoken: bool) -> Delivery | None:
    """When what the text holds was given; a date without a meeting counts only where it is `spoken`: of a kind that
    is given on a day.

    >>> found = delivered("政府工作报告\\n——2015年3月5日在第十二届全国人民代表大会第三次会议上\\n总理 某某\\n", True)
    >>> found.date, found.congress
    ('2015-03-05', '全国人民代表大会')
    >>> delivered("在某座谈会上的讲话\\n（2020年7月21日）\\n", True).date, delivered("通知\\n2020年7月21日\\n", False)
    ('2020-07-21', None)
    """
    for match in _LINE.finditer(text, 0, _REACH):
        meeting = match["before"] or match["behind"]
        date = iso_date(match["date"])
        if _ENACTED.search(text, 0, match.start()):
            return None
        if date and (meeting or spoken):
            start = match.end() - len(match.group().lstrip())
            return Delivery(date, Span(start, match.end()), congress_in(meeting or ""))
    return None


def congress_in(meeting: str) -> str | None:
    """The people's congress that meets, without the number of its session.

    >>> congress_in("在北京市第十五届人民代表大会第二次会议上"), congress_in("第十二届全国人大二次会议")
    ('北京市人民代表大会', '全国人民代表大会')
    """
    match = _SESSION.search(meeting.lstrip("于在"))
    if not match:
        return None
    standing = "常务委员会" if match["standing"] or match["short"] else ""
    return f"{match['place']}{match['national'] or ''}人民代表大会{standing}"
