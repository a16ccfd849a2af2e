"""When a statute was adopted or approved, from the note below its title: 2020年11月27日…会议批准."""

import re
from collections.abc import Sequence
from itertools import islice

from index.dates import DATE
from index.documents import DocumentInfo, Span
from index.lexicon import simplified
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, names
from rag.language.dates import YEAR
from rag.language.wording import DOCUMENT_OR_RULE
from rag.scoping.classes import title_of

_WHEN = "哪一?天|什么时候|何时|哪年哪月(?:哪[日天号])?|哪一?年"
_ACT = "通过|批准"
_ON = "解释"  # whose title has that of the law in it
_ASKS = re.compile(
    rf"(?P<kind>{DOCUMENT_OR_RULE}|法典?|{_ON})》?(?:,?[是在于又])*"
    rf"(?:(?:(?:{_WHEN})(?:[由经在被获][^,。?]{{2,24}}?)?|[由经][^,。?]{{2,20}}?(?:{_WHEN}))(?:正式|表决|审议)*(?P<done>{_ACT})[的了]?[?。]*$"
    rf"|的?(?P<named>{_ACT})的?(?:日期|时间))"
)
_DONE = re.compile(rf"{DATE}(?:(?!{DATE})[^\n。《》])*?(?P<act>{_ACT})(?!的)")
_FIRST_ARTICLE = re.compile(r"^\W*第一条", re.MULTILINE)
_STATE = "中华人民共和国"
_FEW, _PARTS = 3, 12  # dates that are told, and documents that are looked at, which may be the parts of one
_LONGEST = 2_000  # code points above the first article


def act_asked(text: str) -> str | None:
    """通过 or 批准 where a normalised question asks when that was done to the document that it names.

    >>> [act_asked(f"甲市献血条例{rest}") for rest in ("是哪天通过的?", "何时经省人大常委会批准?", "的批准日期是哪天?")]
    ['通过', '批准', '批准']
    >>> act_asked("甲市献血条例里,申请什么时候批准?"), act_asked("甲市献血条例由谁批准?")
    (None, None)
    """
    asked = _ASKS.search(text)
    return (asked["done"] or asked["named"]) if asked else None


def enacted(text: str, act: str, years: Sequence[str] = ()) -> Span | None:
    """Where the note below a document's title tells when the act was done first, in one of the years if any are given.

    >>> note = "甲市献血条例\\n2020年9月28日甲市人大常委会通过\\n2020年11月27日乙省人大常委会批准\\n第一条 为了"
    >>> span = enacted(note, "批准"); note[span.start : span.end]
    '2020年11月27日乙省人大常委会批准'
    """
    plain = simplified(text[:_LONGEST])
    first = _FIRST_ARTICLE.search(plain)
    found = (m for m in _DONE.finditer(plain, 0, first.start() if first else len(plain)) if m["act"] == act)
    told = next((m for m in found if not years or any(year in m.group() for year in years)), None)
    return Span(*told.span()) if told else None


def look_up_act(text: str, infos: Sequence[DocumentInfo], quotations: Quotations, language: str) -> Draft | None:
    """What the notes tell of when documents were adopted or approved, where a normalised question asks that: those of
    which it gives the title, else all if they are few or tell the same. None where none tells it."""
    asked, act = _ASKS.search(text), act_asked(text)
    if asked is None or act is None:
        return None
    called = text[: asked.end("kind")]
    infos = [i for i in infos if (title := title_of(i).removeprefix(_STATE)) and called.endswith(title)] or infos
    if len(infos) > _PARTS or (asked["kind"] == _ON and not all(title_of(i).endswith(_ON) for i in infos)):
        return None
    told: dict[str, dict[str, Span]] = {}
    for info in infos:
        document = quotations.index.text(info.id)
        if span := enacted(document, act, YEAR.findall(text)):
            said = escape_markers(document[span.start : span.end])
            told.setdefault(said, {})[info.id] = span
    if len(told) > _FEW:
        return None
    shown = names(infos, language)
    lines = []
    for said, notes in told.items():
        name = f"- {escape_markers('、'.join(shown[each] for each in notes))}：" if len(told) > 1 else ""
        markers = [quotations.mark(each, note, (), 1.0) for each, note in islice(notes.items(), _FEW)]
        lines.append(f"{name}{said}{''.join(f'[{marker}]' for marker in markers)}")
    return Draft("answered", "\n".join(lines)) if lines else None
