"""What a question asks: its language, kind, scope, content words and the kind of answer it expects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.documents import DocumentInfo, Filters
from index.lexicon import HAN, bigrams, fold_text, segment
from index.regions import Region, gazetteer
from index.structure import numeral
from rag import wording
from rag.records import Kind, Question, Turn
from rag.synonyms import known_phrases, synonyms
from rag.wording import Expects, Field

_SHORTEST_TITLE, _TITLE_SHARE = 6, 0.75  # character pairs of a title that can be recognised, and how many of them
_CHINESE_YEAR = re.compile(r"[二一][〇零○0-9一二三四五六七八九]{3}(?=年)")
_COUNT = re.compile(r"[一二三四五六七八九十百千两]{2,}(?=[家个户项人名条种座所])")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(?![为立果就长都])")
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LANGUAGE_WORDS = {
    "fr": {
        "le",
        "la",
        "les",
        "des",
        "du",
        "une",
        "est",
        "quel",
        "quelle",
        "quels",
        "combien",
        "dans",
        "pour",
        "sur",
        "et",
    },
    "de": {"der", "die", "das", "und", "ist", "welche", "welcher", "wie", "viele", "für", "mit", "von", "im"},
    "es": {"el", "los", "las", "una", "es", "qué", "cuál", "cuáles", "cuántos", "para", "con", "por", "en", "y"},
    "en": {
        "the",
        "of",
        "is",
        "are",
        "what",
        "which",
        "how",
        "many",
        "does",
        "do",
        "who",
        "when",
        "in",
        "to",
        "and",
        "for",
    },
}


@dataclass(frozen=True, slots=True)
class Term:
    """A folded content word of a question and other words that may stand for it."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `terms` are its folded content words, in order, each once.

    `regions` are the short names of the regions that the question is restricted to; `sought` are names of places that
    it speaks of without being restricted to them (a province without documents, a city in the name of a project):
    an answer has to mention them.
    """

    question: str
    standalone: str
    language: str
    kind: Kind
    expects: Expects
    filters: Filters
    regions: tuple[str, ...]
    sought: tuple[str, ...]
    terms: tuple[Term, ...]
    context_terms: tuple[Term, ...] = ()
    fields: tuple[Field, ...] = ()
    earlier_answer: str = ""
    asks_count: bool = False
    negated: bool = False


def understand(question: Question, documents: Sequence[DocumentInfo], given: Filters) -> Understanding:
    """Take a question apart against the documents that pass the caller's filters, `given`."""
    history = question.history
    standalone, context = _standalone(question.question, history, documents)
    text = normalise(standalone)
    scope = _scope(text, documents)
    if not scope.named and context and history:
        scope = replace(_scope(normalise(f"{context} {history[-1].answer}"), documents), sought=())
    fields = _fields(text, scope)
    kind = _kind(text, scope, fields)
    proposition = text.split("?", 1)[0] if kind == "survey" else text
    own = terms(proposition, scope.spoken)
    known = {term.text for term in own}
    return Understanding(
        question=question.question,
        standalone=standalone,
        language=language(question.question),
        kind=kind,
        expects=_expects(text),
        filters=_narrowed(given, scope),
        regions=scope.regions,
        sought=scope.sought,
        terms=own,
        context_terms=tuple(t for t in terms(normalise(context), scope.spoken) if t.text not in known)
        if context
        else (),
        fields=fields,
        earlier_answer=history[-1].answer if context else "",
        asks_count=bool(wording.COUNTS.search(text)),
        negated=bool(wording.NEGATED.search(text)),
    )


def normalise(text: str) -> str:
    """The question folded, with years, counts and tenths as digits.

    >>> normalise("二〇一五年以前達到兩成、五百家")
    '2015年以前达到20%、500家'
    """
    folded = _CHINESE_YEAR.sub(lambda m: m.group().translate(_YEAR_DIGITS), fold_text(text))
    folded = _COUNT.sub(lambda m: str(numeral(m.group())), folded)
    return _TENTHS.sub(lambda m: f"{numeral(m.group(1))}0%", folded)


def language(text: str) -> str:
    """BCP 47 code of the language asked in: zh, zh-Hant, ja, ko, fr, de, es or en.

    >>> [language(t) for t in ("哪些省份", "幾個", "何社ですか", "몇 개", "How many?", "Which 省份?")]
    ['zh', 'zh-Hant', 'ja', 'ko', 'en', 'zh']
    """
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    latin = set(re.findall(r"[^\W\d_]+", HAN.sub(" ", text.lower())))
    shared = {code: len(latin & words) for code, words in _LANGUAGE_WORDS.items()}
    if HAN.search(text) and (len(latin) < 2 or not any(shared.values())):
        return "zh-Hant" if any(HAN.match(c) and fold_text(c) != c for c in text) else "zh"
    return max(shared, key=lambda code: (shared[code], code == "en"))


def terms(text: str, left_out: Sequence[str] = ()) -> tuple[Term, ...]:
    """Content words of a normalised question, without its frame and without the phrases `left_out`.

    >>> [term.text for term in terms("哪些省份提出同网同价政策")]
    ['同网', '同价']
    """
    for phrase in left_out:
        text = text.replace(phrase, " ")
    body = wording.FRAME.sub(" ", text)
    if not re.search(r"\w", body):
        body = text
    quoted = [q for groups in re.findall(r'"([^"]{2,20})"|《([^》]{2,40})》', text) for q in groups if q]
    # Kana and Hangul carry the grammar of the question; its Chinese characters, names and numbers are what can match.
    body = re.sub(r"[\u3040-\u30ff\uac00-\ud7af]+", " ", body)
    phrases = known_phrases(body)
    for phrase in phrases:
        body = body.replace(phrase, f" {phrase} ")
    pieces = [p for part in body.split() for p in ([part] if part in phrases else segment(part))]
    stop = wording.stop_words()
    kept = [p for p in [*pieces, *quoted] if p not in stop and not wording.COUNTED.fullmatch(p)]
    either = dict(re.findall(r"([\u4e00-\u9fff]{2,4})或者?([\u4e00-\u9fff]{2,4})", text))
    return tuple(_term(piece, kept, either) for piece in dict.fromkeys(kept))


def _term(piece: str, pieces: Sequence[str], either: dict[str, str]) -> Term:
    """The piece with the words that may stand for it: its synonyms, and the other side of an «or»."""
    others = [*synonyms(piece)]
    for left, right in either.items():
        for side, other in ((left, right), (right, left)):
            if side.endswith(piece) or side.startswith(piece):
                others += [p for p in pieces if p != piece and (other.startswith(p) or other.endswith(p))][:1]
    return Term(piece, tuple(dict.fromkeys(others)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which documents a question speaks of. `spoken` are the words it used for that, `identified` when by a number."""

    regions: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    spoken: tuple[str, ...] = field(default=())
    identified: bool = False

    @property
    def named(self) -> bool:
        return bool(self.regions or self.numbers or self.document_ids)


def _scope(text: str, documents: Sequence[DocumentInfo]) -> _Scope:
    numbered = [d for d in documents if d.metadata.document_number and _folded_number(d) in text]
    if numbered:
        numbers = tuple(document.metadata.document_number or "" for document in numbered)
        return _Scope(numbers=numbers, spoken=tuple(map(_folded_number, numbered)), identified=True)
    identified = [d for d in documents if d.metadata.index_number and fold_text(d.metadata.index_number) in text]
    if identified:
        spoken_numbers = tuple(fold_text(d.metadata.index_number or "") for d in identified)
        return _Scope(document_ids=tuple(d.id for d in identified), spoken=spoken_numbers, identified=True)
    indexed = {d.metadata.region for d in documents if d.metadata.region}
    provinces = {d.metadata.region_parent for d in documents if d.metadata.region_parent} - indexed
    mentions = _mentions(text, indexed)
    present = [(word, region) for word, region in mentions if region.name in indexed | provinces]
    kept: list[tuple[str, Region]] = []
    for word, region in present:
        # 广东加快国家超级计算深圳中心…: the city inside the province's sentence is part of a name, not the scope.
        inside = any(region.parent == other.name for _, other in kept)
        joined = re.search(rf"[、和与及跟同]{re.escape(word)}|{re.escape(word)}[、和与及跟同]", text)
        if not inside or joined:
            kept.append((word, region))
    sought = [word for word, region in mentions if (word, region) not in kept]
    titled = _titled(text, [d for d in documents if not kept or d.metadata.region in {r.name for _, r in kept}])
    if titled:
        return _Scope(document_ids=tuple(d.id for d in titled), spoken=tuple(word for word, _ in kept))
    generic = r"(?:省|市|自治区|地区)?"
    spoken = [m.group() for word, _ in kept for m in re.finditer(re.escape(word) + generic, text)]
    return _Scope(
        regions=tuple(dict.fromkeys(region.name for _, region in kept)),
        sought=tuple(dict.fromkeys(sought)),
        spoken=tuple(sorted(set(spoken), key=len, reverse=True)),
    )


def _titled(text: str, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Documents whose title the question says, whole or nearly: most of its character pairs, far more than of others.

    A title that a fifth of the documents share in substance names none of them.
    """
    asked = set(bigrams(text))
    shares = []
    for document in documents:
        title = set(bigrams(_core_title(document.metadata.title or "")))
        if len(title) >= _SHORTEST_TITLE:
            shares.append((len(title & asked) / len(title), document))
    named = [document for share, document in shares if share >= _TITLE_SHARE]
    return named if named and (len(named) <= 2 or len(named) * 5 <= len(documents)) else []


def _core_title(title: str) -> str:
    """What a title is about: 某市人民政府印发《关于促进消费的若干措施》的通知 → 促进消费的若干措施, folded."""
    inner = re.search(r"《(.+)》", title)
    core = fold_text(inner.group(1) if inner else title)
    core = re.sub(r"^.*?(?:印发|转发|发布|批转)(?=.{6})", "", core)
    return re.sub(r"[\"']|的(?:通知|公告|通告|决定|批复)$|^关于", "", core)


def _folded_number(document: DocumentInfo) -> str:
    return fold_text(document.metadata.document_number or "").replace("(", "[").replace(")", "]")


def _mentions(text: str, indexed: set[str]) -> list[tuple[str, Region]]:
    """Regions named in a folded text in order: by name, or by a run of abbreviations (粤湘川吉, 粤、湘、深)."""
    known = gazetteer()
    found = {span.start: (text[span.start : span.end], region) for span, region in known.mentions(text)}
    initials = {name[0]: known.named(name) for name in indexed if name}
    letter = f"[{''.join(known.abbreviations)}{''.join(initials)}]"
    for run in re.finditer(rf"(?:(?<![\u4e00-\u9fff])|(?<=[跟和与比在对从])){letter}(?:[、,和与]?{letter})+", text):
        if any(run.start() <= at < run.end() for at in found):
            continue
        letters = [c for c in run.group() if c in known.abbreviations or c in initials]
        if sum(c in known.abbreviations and known.abbreviations[c].name in indexed for c in letters) < 2:
            continue
        for offset, character in enumerate(run.group()):
            region = known.abbreviations.get(character) or initials.get(character)
            if region:
                found[run.start() + offset] = (character, region)
    return [found[at] for at in sorted(found)]


def _kind(text: str, scope: _Scope, fields: tuple[Field, ...]) -> Kind:
    if wording.SMALLTALK.fullmatch(text.strip("!?.,。！？ ")):
        return "smalltalk"
    named = len(scope.regions) + len(scope.numbers) + len(scope.document_ids)
    everything = bool(wording.ALL_DOCUMENTS.search(text))
    compares = bool(wording.COMPARISON.search(text)) and named != 1
    if compares and named >= 2 and not fields and not everything:
        return "comparison"
    if wording.SURVEY.search(text) and named != 1 and not fields:
        return "survey"
    if (compares and (everything or fields)) or (named >= 2 and not fields):
        return "comparison"
    if fields:
        return "metadata"
    return "list" if _expects(text) == "list" else "fact"


def _fields(text: str, scope: _Scope) -> tuple[Field, ...]:
    """The metadata asked for.

    The number of a document that is cited is not the number of the one that cites it, and who gives a number asks for
    the document behind it.
    """
    found = tuple(name for name, pattern in wording.FIELDS if pattern.search(text))
    if "cites" in found:
        found = tuple(name for name in found if name != "document_number")
    if scope.identified and set(found) <= {"index_number", "document_number"} and wording.WHICH_DOCUMENT.search(text):
        found = ("title", "issuers", "document_number")
    return found


def _expects(text: str) -> Expects:
    return next((name for name, pattern in wording.EXPECTS if pattern.search(text)), "text")


def _narrowed(given: Filters, scope: _Scope) -> Filters:
    """The caller's filters, narrowed to what the question names."""
    return replace(
        given,
        region=scope.regions or given.region,
        document_number=scope.numbers or given.document_number,
        document_id=scope.document_ids or given.document_id,
    )


def _standalone(text: str, history: Sequence[Turn], documents: Sequence[DocumentInfo]) -> tuple[str, str]:
    """The question made understandable without the turns before it, and the earlier words that it leans on.

    那湖南呢？ repeats the last question for another region; 后面那个… names the last thing listed in the last answer.
    """
    if not history:
        return text, ""
    last = history[-1]
    folded = normalise(text)
    regions = _mentions(folded, {d.metadata.region for d in documents if d.metadata.region})
    remainder = folded
    for word, _ in regions:
        remainder = remainder.replace(word, "")
    if regions and not terms(re.sub(r"那么?|呢|省|市|如何|怎么样|[?？,，]", "", remainder)):
        earlier = normalise(last.question)
        for word, _ in _mentions(earlier, set()):
            earlier = earlier.replace(word, regions[0][0], 1)
        return earlier, ""
    ordinal = wording.ORDINAL.search(text)
    if ordinal:
        listed = _listed(last.answer)
        position = -1 if ordinal["last"] else 0 if ordinal["first"] else numeral(ordinal["n"]) - 1
        if -len(listed) <= position < len(listed):
            return text.replace(ordinal.group(), listed[position], 1), last.question
    if wording.PRONOUNS.search(text) or len(terms(folded)) <= 3:
        return text, last.question
    return text, last.question if not regions else ""


def _listed(answer: str) -> list[str]:
    """Things that a sentence lists: 甲和乙。 → [甲, 乙]."""
    answer = re.sub(r"\[\d+\]", "", answer).strip("。. \n")
    return [part.strip() for part in re.split(r"、|，|和|与|以及|\n", answer) if part.strip()]
