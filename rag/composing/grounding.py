"""Which sentences of a language model may be shown: those that the passages they cite bear out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.composing.prompts import NO_EVIDENCE, Passage
from rag.composing.support import Source, Support, support
from rag.errors import GeneratorFailed
from rag.language.content import words_without_regions

# Reasoning models think aloud before they answer; cut off by the length limit, they never answer.
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_REFERENCE = re.compile(r"(?:\s*[\[［【]\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*[\]］】])+")
_LAYOUT = re.compile(r"\s*(?:[-*+•]\s+|\d{1,2}[.)、．](?!\d)\s*|#{1,6}\s+|>\s*|\|\s*)?")
_FULL_STOP = re.compile(r"\.(?:\s+[^\s\da-z]|\s*$|\s*[\[［【]\d)")
_FURTHEST = 8  # characters between a marker and the semicolon that ends its sentence
_OPENING, _CLOSING = "“「『«《", "”」』»》"


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A citation of the model's answer: `start:end` of the text of `passage.document_id`."""

    marker: int
    passage: Passage
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Grounded:
    """What is left of a model's answer: every sentence cited and supported, its markers numbered from 1.

    `dropped` sentences were left out. `refused` when the model said that the passages do not contain the answer;
    the text is empty then.
    """

    text: str
    citations: tuple[CitedSpan, ...]
    dropped: int
    refused: bool


def ground(text: str, passages: Sequence[Passage]) -> Grounded:
    """The supported sentences of a model's answer to these passages.

    Raises GeneratorFailed when no sentence is left and the model did not refuse.
    """
    sources = {passage.number: Source(passage) for passage in passages}
    citations: dict[tuple[str, int, int], CitedSpan] = {}
    lines: list[str] = []
    dropped = 0
    said = _THINKING.sub("", text)
    for line in said.replace(NO_EVIDENCE, "").splitlines():
        layout = _LAYOUT.match(line)
        prefix = layout.group() if layout else ""
        found = [_grounded(sentence, sources, citations) for sentence in sentences(line[len(prefix) :])]
        kept = "".join(sentence for sentence in found if sentence is not None).strip()
        dropped += found.count(None)
        if kept or not found:
            lines.append(prefix + kept)
    answer = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    refused = NO_EVIDENCE in said and not answer
    if not answer and not refused:
        raise GeneratorFailed(
            f"语言模型的 {dropped} 句话都没有文件依据 / the documents bear out none of the model's {dropped} sentences"
        )
    return Grounded(answer, tuple(citations.values()), dropped, refused)


def dropped_notice(dropped: int, language: str) -> str:
    """What a reader is told when sentences were left out."""
    if language.startswith("zh"):
        return f"语言模型的 {dropped} 句话在文件中找不到依据，已删去。"
    return f"{dropped} sentence(s) of the language model left out: the documents do not bear them out."


def sentences(line: str) -> Iterator[str]:
    """The sentences of a line, each with the markers that follow it.

    A semicolon ends a sentence only right after a marker; a full stop inside a quotation ends none.

    >>> list(sentences("甲是“乙。丙”[1]；丁是戊。[2] 己。"))
    ['甲是“乙。丙”[1]；', '丁是戊。[2]', ' 己。']
    """
    start = at = depth = 0
    while at < len(line):
        depth += (line[at] in _OPENING) - (line[at] in _CLOSING and depth > 0)
        at += 1
        if depth or not _ends(line, at - 1):
            continue
        while at < len(line) and line[at] in "。！？!?.…”’」』）)":
            at += 1
        reference = _REFERENCE.match(line, at)
        at = reference.end() if reference else at
        yield line[start:at]
        start = at
    if line[start:].strip():
        yield line[start:]


def _ends(line: str, at: int) -> bool:
    """Whether the character ends a sentence."""
    if line[at] == ".":
        return bool(_FULL_STOP.match(line, at)) and not line.endswith("No", 0, at)
    if line[at] in ";；":
        return line[max(0, at - _FURTHEST) : at].rstrip().endswith(("]", "］", "】"))
    return line[at] in "。！？!?"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a sentence up to a group of markers, with the numbers in it."""

    text: str
    numbers: tuple[int, ...]


def _segments(sentence: str) -> tuple[list[_Segment], str]:
    """The segments of a sentence and what follows its last marker.

    >>> _segments("广东20%[1]，吉林18%[2, 3]。")[0][1]
    _Segment(text='，吉林18%', numbers=(2, 3))
    """
    segments, start = [], 0
    for match in _REFERENCE.finditer(sentence):
        numbers = tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", match.group())))
        segments.append(_Segment(sentence[start : match.start()], numbers))
        start = match.end()
    return segments, sentence[start:]


def _grounded(
    sentence: str, sources: Mapping[int, Source], citations: dict[tuple[str, int, int], CitedSpan]
) -> str | None:
    """The sentence with the answer's own markers, its citations added to `citations`; None when it is not supported.

    Each segment must be supported by the passages it cites. What follows the last marker belongs to every segment,
    and a segment that only adds a name or a figure (湖南20%) is read with the words before it.
    """
    segments, tail = _segments(sentence)
    cited: list[tuple[_Segment, list[Support]]] = []
    shared = ""
    for segment in segments:
        shared = segment.text if words_without_regions(segment.text) else shared
        if not all(number in sources for number in segment.numbers):
            return None
        found = support(segment.text + tail, [sources[number] for number in segment.numbers], context=shared)
        if not found:
            return None
        cited.append((segment, found))
    if not cited:
        return None
    return "".join(segment.text + _markers(found, citations) for segment, found in cited) + tail


def _markers(found: Sequence[Support], citations: dict[tuple[str, int, int], CitedSpan]) -> str:
    markers = []
    for one in found:
        key = (one.passage.document_id, one.span.start, one.span.end)
        if key not in citations:
            citations[key] = CitedSpan(len(citations) + 1, one.passage, one.span.start, one.span.end, one.score)
        markers.append(citations[key].marker)
    return "".join(f"[{marker}]" for marker in dict.fromkeys(markers))
