"""What a survey asks of each document: conditions, each met by any of its alternative propositions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.lexicon import HAN, fold_text
from index.store import number_key
from rag.language import wording
from rag.language.terms import Term, terms, whole_words
from rag.understanding.alternatives import alternatives
from rag.understanding.glossary import known_words
from rag.understanding.surveyed import Asked

_LATIN = re.compile("[a-z]")
_KNOWN = 0.6  # of the letters of an English alternative that is looked for where there is another


@dataclass(frozen=True, slots=True)
class Proposition:
    """Something that a document may say. `terms` are its content words, `phrases` the runs of them that stand together
    in the question: a sentence that holds all phrases says it literally. All folded. `meant` is the text in the words
    of a question in another language, empty where it is in Chinese."""

    text: str
    terms: tuple[Term, ...]
    phrases: tuple[str, ...]
    meant: str = ""

    def is_held_by(self, folded: str) -> bool:
        """Whether a folded sentence says it word for word."""
        return bool(self.phrases) and all(_holds(folded, phrase) for phrase in self.phrases)


def _holds(folded: str, phrase: str) -> bool:
    """Whether the text has the phrase; two words of two characters in either order, a document number in any brackets.

    >>> _holds("申请商标注册", "注册商标"), _holds("《决定》(国发[2010]32号)", "国发[2010]32号")
    (True, True)
    """
    swapped = phrase[2:] + phrase[:2] if len(phrase) == 4 else phrase
    return phrase in folded or swapped in folded or (phrase.endswith("号") and phrase in number_key(folded))


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the things that a document must say, in any of the alternative ways; not say, where not `wanted`; with a
    `figure` where that is asked for. Who says only what is `beside` it comes close."""

    alternatives: tuple[Proposition, ...]
    wanted: bool = True
    figure: bool = False
    beside: tuple[Proposition, ...] = ()


def conditions_of(
    asked: Asked, cited: str | None = None, used: Callable[[str], int] = lambda word: 1
) -> tuple[Condition, ...]:
    """The conditions of a survey from what it asks of each document.

    `cited` is a document number or a 《title》 whose being mentioned is all that is asked; `used` tells how many
    passages have a word.

    >>> from rag.understanding.surveyed import asked_of_each
    >>> asked = asked_of_each("哪些省既提出政府采购,又提出知识产权质押")
    >>> [[p.phrases for p in c.alternatives] for c in conditions_of(asked)]
    [[('政府采购',)], [('知识产权质押',)]]
    >>> asked = asked_of_each("哪些省提到电子认证或数字证书")
    >>> [p.phrases for c in conditions_of(asked) for p in c.alternatives]
    [('电子认证',), ('数字证书',)]
    """
    if cited:
        phrase = cited.strip("《》") if cited.startswith("《") else number_key(cited)
        return (Condition((Proposition(cited, (Term(phrase),), (phrase,)),)),)
    beside = _alternatives(asked.beside) if asked.beside else ()
    return tuple(
        Condition(_said_somewhere(_alternatives(part), used), wanted, asked.figure, beside)
        for part, wanted in asked.parts
    )


def condition_translated(asked: Asked, used: Callable[[str], int] = lambda word: 1) -> Condition:
    """The condition of a survey in English, met by any of its parts in Chinese, in words that documents use, of which
    `used` tells how many passages do.

    >>> from rag.understanding.surveyed_english import asked_in_english
    >>> asked = asked_in_english("which documents mention cloud computing or registered dogs?")
    >>> [[term.text for term in p.terms] for p in condition_translated(asked).alternatives]
    [['云计算'], ['登记', '养犬']]
    >>> asked = asked_in_english("which documents mention 云计算 or 物联网?")
    >>> [p.phrases for p in condition_translated(asked).alternatives]
    [('云计算',), ('物联网',)]
    """
    told = [
        (_proposition(part), 1.0)
        if HAN.search(part) and not _LATIN.search(part)
        else (_translated(part, used), _known_of(part))
        for part, _ in asked.parts
    ]
    known = [(proposition, share) for proposition, share in told if proposition.terms]
    # 平台 of incubation platforms is what many documents speak of.
    whole = [proposition for proposition, share in known if share >= _KNOWN]
    return Condition(tuple(whole) or tuple(p for p, _ in known) or (_proposition(asked.text),))


def _known_of(text: str) -> float:
    """The share of an English text's letters that are of known words."""
    known = sum(word.end - word.start for word in known_words(fold_text(text), "en"))
    return known / (len(text) or 1)


def _translated(text: str, used: Callable[[str], int]) -> Proposition:
    """What an English text says in Chinese; only terms of policies are sure enough to be looked for literally."""
    known = known_words(fold_text(text), "en")
    chinese = [sorted(word.chinese, key=lambda each: not used(each)) for word in known]
    own = {words[0]: Term(words[0], tuple(words[1:])) for words in chinese}
    sure = all(word.is_term for word in known)
    phrases = tuple(word for word in own if len(word) > 1) if sure and _known_of(text) >= _KNOWN else ()
    return Proposition(" ".join(own), tuple(own.values()), phrases, meant=text)


def _alternatives(text: str) -> tuple[Proposition, ...]:
    """The propositions of a text that leaves a choice: 数字出版(或数字音乐), 电子认证或数字证书, 国家级或省级的中心."""
    clauses = [clause for clause in re.split("[,;]", text) if _has_verb(_tags(clause))]
    # Of 让企业"走出去",到国外闯市场 what stands in quotation marks is the documents' own word.
    own = [clause for clause in clauses if '"' in clause] if len(clauses) > 1 else []
    told = [_proposition(each) for each in dict.fromkeys([*alternatives(text), *own])]
    return tuple(p for p in told if p.terms) or (_proposition(text),)


def _said_somewhere(either: tuple[Proposition, ...], used: Callable[[str], int]) -> tuple[Proposition, ...]:
    """The propositions without those that differ from the others by words only that no passage has: who says what they
    share says none of them."""
    shared = set.intersection(*({term.text for term in p.terms} for p in either))
    own = [(p, [term for term in p.terms if term.text not in shared]) for p in either]
    said = [p for p, terms in own if not terms or any(used(word) for t in terms for word in (t.text, *t.others))]
    return tuple(said) or either


def _has_verb(tags: Sequence[str]) -> bool:
    return any(tag == "v" for tag in tags)


def _tags(text: str) -> list[str]:
    import rjieba

    return [tag for _, tag in rjieba.tag(text)]


def _proposition(text: str) -> Proposition:
    return Proposition(text, terms(text), phrases(text))


def phrases(text: str) -> tuple[str, ...]:
    """Runs of content words that stand together in a folded question, frame and stop words between them.

    >>> phrases("哪些省市规定了居家养老服务和长期照护")
    ('居家养老服务', '长期照护')
    >>> phrases('哪些省支持企业"走出去"')
    ('走出去', '支持企业')
    """
    stop = wording.stop_words()
    found: list[str] = re.findall(r'"([^"]{2,20})"', text)
    text = re.sub(r'"[^"]{2,20}"', " ", text)
    for part in re.split(r"[^\w%]+", wording.FRAME.sub(" ", text)):
        run = ""
        for word in whole_words(part):
            kept = word not in stop and not wording.COUNTED.fullmatch(word) and (HAN.match(word) or word.isalnum())
            if kept:
                run += word
            if run and (not kept):
                found.append(run)
                run = ""
        if run:
            found.append(run)
    return tuple(dict.fromkeys(run for run in found if len(run) > 1))
