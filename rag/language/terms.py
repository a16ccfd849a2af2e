"""The content words of a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lexicon import HAN, fold_text, segment
from index.numerals import decimal_digits, numeral
from rag.language import wording
from rag.language.synonyms import known_phrases, official, synonyms

_CHINESE_YEAR = re.compile(r"[二一][〇零○0-9一二三四五六七八九]{3}(?=年)")
_COUNT = re.compile(
    r"(?<![第零〇一二三四五六七八九十百千两])[一二三四五六七八九十百千两]{2,}(?=[家个户项人名条种座所])"
)
_BEGINNINGS = frozenset("上下中里内前后")  # of names: 前海; alone they say where
KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]+")
_JOINED = frozenset("要能会得被由为到给了是有在对从就才还应先将")
"""Characters that the segmenter takes for part of a word which it makes up: 最多能, 区要, 要报."""
_HUNDREDTHS = re.compile(r"百分之([一二两三四五六七八九十百]+)(?!点)")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(?![为立果就长都])")


@dataclass(frozen=True, slots=True)
class Term:
    """A folded content word of a question and other words that may stand for it; of these `official` are what documents
    may mean by a word of everyday life: a sentence that has one of them says it, but how much the word counts, and
    whether documents use it, they do not tell."""

    text: str
    others: tuple[str, ...] = ()
    official: tuple[str, ...] = ()

    @property
    def same(self) -> tuple[str, ...]:
        """The words that count as the term itself."""
        return tuple(word for word in self.others if word not in self.official)


def normalise(text: str) -> str:
    """The question folded, with years, counts and tenths as digits.

    >>> normalise("二〇一五年以前達到兩成、五百家,增长百分之二十")
    '2015年以前达到20%、500家,增长20%'
    """
    folded = _CHINESE_YEAR.sub(lambda m: decimal_digits(m.group()), fold_text(text))
    folded = _COUNT.sub(lambda m: str(numeral(m.group())), folded)
    folded = _HUNDREDTHS.sub(lambda m: f"{numeral(m.group(1))}%", folded)
    return _TENTHS.sub(lambda m: f"{numeral(m.group(1))}0%", folded)


def whole_words(text: str) -> list[str]:
    """The words of a folded text; a name that the segmenter cuts after 前, 上, 中 … stays whole.

    >>> whole_words("提到前海的合作")
    ['提到', '前海', '的', '合作']
    """
    found: list[str] = []
    for word in segment(text):
        alone = len(word) == 1 and HAN.match(word) and word not in wording.stop_words()
        if found and found[-1] in _BEGINNINGS and alone and f"{found[-1]}{word}" in text:
            found[-1] += word
        else:
            found.append(word)
    return found


def terms(text: str, left_out: Sequence[str] = ()) -> tuple[Term, ...]:
    """Content words of a normalised question, without its frame and without the phrases `left_out`.

    >>> [term.text for term in terms("哪些省份提出同网同价政策")], [term.text for term in terms("请问申请换证要几天")]
    (['同网', '同价'], ['申请', '换证', '几天'])
    """
    for phrase in left_out:
        text = text.replace(phrase, " ")
    body = wording.FRAME.sub(" ", text)
    quoted = [q for groups in re.findall(r'"([^"]{2,20})"|《([^》]{2,40})》', text) for q in groups if q]
    # Kana and Hangul carry the grammar of the question; its Chinese characters, names and numbers are what can match.
    body = KANA_OR_HANGUL.sub(" ", body)
    phrases = known_phrases(body)
    for phrase in phrases:
        body = body.replace(phrase, f" {phrase} ")
    pieces = [p for part in body.split() for p in ([part] if part in phrases else map(_bare, whole_words(part)))]
    stop = wording.stop_words()
    kept = [p for p in [*pieces, *quoted] if p not in stop and not wording.COUNTED.fullmatch(p)]
    either = dict(re.findall(r"([\u4e00-\u9fff]{2,4})或者?([\u4e00-\u9fff]{2,4})", text))
    return tuple(_term(piece, kept, either) for piece in dict.fromkeys(kept))


def _bare(word: str) -> str:
    """The word without the character of grammar that the segmenter has joined to it.

    >>> _bare("最多能"), _bare("要建"), _bare("服贸会"), _bare("会议")
    ('最多', '建', '服贸会', '会议')
    """
    import rjieba

    if len(word) not in (2, 3) or not HAN.match(word) or rjieba.has_word(word):
        return word
    cut = (word[1:] if word[0] in _JOINED else word, word[:-1] if word[-1] in _JOINED else word)
    return next((rest for rest in cut if len(rest) == 1 or (rest != word and rjieba.has_word(rest))), word)


def _term(piece: str, pieces: Sequence[str], either: dict[str, str]) -> Term:
    """The piece with the words that may stand for it: its synonyms, its two words the other way round (商标注册 for
    注册商标), and the other side of an «or»."""
    others = [*synonyms(piece)]
    if len(piece) == 4 and HAN.match(piece):
        others.append(piece[2:] + piece[:2])
    for left, right in either.items():
        for side, other in ((left, right), (right, left)):
            if side.endswith(piece) or side.startswith(piece):
                others += [p for p in pieces if p != piece and (other.startswith(p) or other.endswith(p))][:1]
    meant = tuple(word for word in official(piece) if word not in others)
    return Term(piece, tuple(dict.fromkeys((*others, *meant))), meant)
