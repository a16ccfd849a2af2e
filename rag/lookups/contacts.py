"""Whom to ask about a matter, and by which telephone, as a table of contacts has it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.documents import Span
from index.lexicon import fold_text, simplified
from rag.language.terms import Term

_ASKS = re.compile(
    "(?:找|联系|咨询|请教|问)(?:谁|哪|什么(?:人|部门|科))|联系人|联系(?:方式|电话)|(?:咨询|服务|办公)电话|电话(?:是|号码)?(?:多少|几|什么)"
    "|(?:打|拨)(?:哪|什么|多少)|谁(?:的)?电话|哪个电话"
    r"|\b(?:phone|telephone|whom? (?:should|do|can|to) (?:i |we )?(?:call|contact|ask)|contact (?:person|number))\b",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?:^|\| )[^|：]{0,6}(?:电话|联系方式)[^|：]{0,4}：[^|]*\d{3}")
_LIST = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,6}?)第?(?P<numbers>\d{1,2}(?:\s?[、,和及至-]\s?\d{1,2})*)[类项]?")
_NUMBERED = re.compile(r"(?:序号|编号|类别号|代码)：\s*(?P<number>\d{1,2})\s*(?=\|)")
_SAYS_NOTHING = re.compile("电话|联系|咨询|找|问|打|拨|号码|科室|部门")
_LEAST, _SHARE = 2, 0.5  # characters of the question that a row has, and what share of those of its words


def contact_asked(question: str) -> bool:
    """Whether a question asks whom to turn to.

    >>> [contact_asked(q) for q in ("奖励的事找谁问？", "加装电梯的咨询电话是多少？", "电话费补多少？")]
    [True, True, False]
    """
    return bool(_ASKS.search(fold_text(question)))


def contact_row(text: str, terms: Sequence[Term], title: str) -> Span | None:
    r"""The one row of a table with telephones that has most of the question's words which the folded title has not;
    None where none has, or several have as many. A row for 类别2、3 has the words of the rows with these numbers.

    >>> said = "序号：1 | 类别：技改\n序号：2 | 类别：绿色\n"
    >>> said += "科室：甲科 | 业务：类别1 | 电话：7001\n科室：乙科 | 业务：类别2 | 电话：7002"
    >>> row = contact_row(said, [Term("绿色")], ""); said[row.start : row.end]
    '科室：乙科 | 业务：类别2 | 电话：7002'
    """
    wanted = [t for t in terms if t.text not in title and not _SAYS_NOTHING.search(t.text)]
    lines = [(Span(m.start(), m.end()), m.group()) for m in re.finditer(r"[^\n]*\S \| [^\n]+", text)]
    numbered = {int(m["number"]): fold_text(line) for _, line in reversed(lines) if (m := _NUMBERED.match(line))}
    held: dict[Span, int] = {}
    for span, line in lines:
        if not _TELEPHONE.search(simplified(line)):
            continue
        said = fold_text(line) + "".join(_listed(fold_text(line), numbered))
        held[span] = sum(len(t.text) for t in wanted if any(word in said for word in (t.text, *t.others)))
    most = max(held.values(), default=0)
    best = [span for span, count in held.items() if count == most]
    enough = max(_LEAST, _SHARE * sum(len(t.text) for t in wanted))
    return best[0] if most >= enough and len(best) == 1 else None


def _listed(line: str, numbered: Mapping[int, str]) -> Iterator[str]:
    """The numbered rows that a folded row refers to by the name of one of their columns: 类别2、3."""
    for cell in line.split("|"):
        match = _LIST.fullmatch(cell.partition(":")[2].strip())
        if match is None:
            continue
        ends = [int(number) for number in re.findall(r"\d+", match["numbers"])]
        through = range(ends[0], ends[-1] + 1) if re.search("[至-]", match["numbers"]) else ends
        yield from (row for n in through if (row := numbered.get(n)) and f"{match['name']}:" in row)
