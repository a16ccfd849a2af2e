"""What titles of official documents end in, and their fuller forms in the names of files."""

import re

from index.lexicon import fold_text
from index.regions import gazetteer

GENRES = (
    "实施细则|实施意见|指导意见|实施方案|行动计划|行动方案|若干措施|若干规定|管理办法|暂行办法|通知|意见|措施|办法|规定|条例"
    "|方案|规划|计划|纲要|要点|决定|决议|公告|公报|通告|通报|批复|函|细则|解释|修正案|规则|准则|通则|规程|报告|讲话|(?<=的)说明|法典|法"
)
"""Kinds of document, for a regular expression, the longer ones first."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_MET = re.compile(r"^在[^,。]{2,60}届[^,。]{2,40}会议上的")  # before the title of a report
_LEVELS = re.compile("自治区|自治州|省|市|区|县|人民|政府|的")


def fuller_title(title: str, file_name: str) -> str | None:
    """The name of a document's file, where it is the title with a year and perhaps a place beside it; else None.

    >>> fuller_title("政府工作报告", "2015年政府工作报告.txt"), fuller_title("统计公报", "北京市统计公报（2018年）.md")
    ('2015年政府工作报告', '北京市统计公报（2018年）')
    >>> fuller_title("在第十一届全国人民代表大会第三次会议上的政府工作报告", "2010年政府工作报告.txt")
    '2010年政府工作报告'
    >>> fuller_title("某某条例", "001_某某条例.md"), fuller_title("某某条例", "2015年.txt")
    (None, None)
    """
    name = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", re.split(r"[/\\]", file_name)[-1])
    folded, own = fold_text(name), _MET.sub("", fold_text(title))
    if len(own) < 2 or own not in folded:
        return None
    rest = folded.replace(own, " ", 1)
    beside = _YEAR.sub(" ", rest)
    if beside == rest or _YEAR.search(own):
        return None
    for span, _ in list(gazetteer().mentions(beside))[::-1]:
        beside = beside[: span.start] + beside[span.end :]
    return None if re.search(r"\w", _LEVELS.sub("", beside).replace("_", "")) else name.replace("_", " ").strip()
