"""The least, the most or the sum that is asked for: 最多补多少 is answered by 不超过2000元 rather than by 15%."""

import re
from collections.abc import Sequence

from index.documents import Span
from index.lexicon import fold_text, simplified
from rag.selection.ahead import put_ahead
from rag.selection.evidence import Match

_NEAR = 1.5  # by the model, how far behind the best a sentence may be that has the bound which the best lacks
_HOW_MUCH = "[^?,]{0,6}(?:多少|多[大长高重久]|几)"
_NUMERAL = r"[\d０-９一二三四五六七八九十百千万亿两][\d０-９.．,一二三四五六七八九十百千万亿两%％]*[^\W\d]{0,4}?"
_BOUNDS = tuple(
    (
        re.compile(f"(?:{asks}){_HOW_MUCH}"),
        re.compile(rf"(?:{before})[^，,。；;\d]{{0,6}}{_NUMERAL}|{_NUMERAL}(?:{behind})"),
    )
    for asks, before, behind in (
        (
            "不[能得可应]?(?:低于|小于|少于|短于)|至少|起码|最[少低小短]",
            "不[得能]?(?:低于|少于|小于|短于)|至少|最[少低小短]",
            "及?以上|起",
        ),
        (
            "不[能得可应]?(?:超过|高于|大于|多于|长于)|至多|顶多|最[多高大长久迟晚]|上限|封顶",
            "不[得能]?(?:超过|高于|大于|多于)|至多|最[多高大长久迟晚]|上限|限额",
            "及?以下|[以之]内|为限|封顶",
        ),
        (
            "一共|总共|合计|共计|总计|加起来",
            "合计|共计|总计|累计|总额|[两三四五六七八九十]项合并[^。;]{0,8}?",
            "$^",  # nothing behind a figure tells that it is a sum
        ),
    )
)
"""Questions after the least, the most or a sum, and figures that are it."""


def bound_asked(question: str) -> re.Pattern[str] | None:
    """Figures that are the least, the most or the sum, where a question asks for that.

    >>> bound_asked("一件最多补多少？").search("每件补贴不超过2000元").group()
    '不超过2000'
    >>> bound_asked("场地最小多大？").search("面积须在一千平方米以上").group(), bound_asked("补多少？")
    ('一千平方米以上', None)
    >>> bound_asked("一共罚了多少钱?").search("罚款合计7万元").group()
    '合计7万'
    """
    folded = fold_text(question)
    return next((figures for asks, figures in _BOUNDS if asks.search(folded)), None)


def bounded(question: str, text: str, chosen: Span) -> list[Span]:
    """The figures of the sentence that are the bound which the question asks for."""
    figures = bound_asked(question)
    return [Span(*m.span()) for m in figures.finditer(simplified(text), chosen.start, chosen.end)] if figures else []


def of_the_bound_asked(question: str, ranked: Sequence[Match]) -> list[Match]:
    """The ordered sentences, in front the first that has the bound asked for, where the best has another figure, one of
    its document has the bound, and is hardly worse."""
    figures = bound_asked(question)
    if not ranked or figures is None or not ranked[0].features.holds or figures.search(ranked[0].sentence.folded):
        return list(ranked)
    unit = ranked[0].features.unit
    return put_ahead(ranked, _NEAR, lambda m: m.features.unit >= unit and figures.search(m.sentence.folded) is not None)
