"""What a question asks: its language, kind, scope, content words and the kind of answer it expects."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo, Filters
from index.lexicon import HAN, simplified
from index.regions import Region, gazetteer
from rag import wording
from rag.classes import title_of
from rag.fields import Field, fields_in, without_fields
from rag.followup import standalone
from rag.glossary import in_chinese
from rag.languages import language
from rag.mentioned import called_in
from rag.periods import Utmost, utmost_of
from rag.places import Place, place_of
from rag.propositions import Condition, condition_translated, conditions_of
from rag.records import Kind, Question
from rag.referred import by_title
from rag.rendering import Rendering, rendered, with_places_joined
from rag.scope import NOWHERE, Scope, regions_of, scope_of
from rag.surveyed import MARK, Asked, asked_in_english, asked_of_each
from rag.terms import Term, normalise, terms
from rag.which import DOCUMENT, RULE, asks_places, asks_which
from rag.which_year import FRAME as YEAR_FRAME
from rag.which_year import years_asked
from rag.wording import Expects, Grouping

_GLOSSED = ("ko", "fr", "ja", "en")  # languages that have policy terms in the glossary
_OF_FIELDS = frozenset(
    ["施行", "生效", "实施", "发布", "公布", "印发", "成文", "文号", "日期", "标题", "发文机关", "发行人", "索引号"]
)
"""Words by which the glossary names what is looked up of a document."""
_SUBJECTS = re.compile(f"{DOCUMENT}|{RULE}|省份?|城市|地区|区域|地方")
"""What surveys ask for, which is not what is asked of each."""
_MANY = 5  # documents of a region, of which one that is meant is called by its title
_SEVERAL = 2  # words of a title that name its document
_BOTH = 2  # regions named, from which what is asked is asked of each


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `terms` are its folded content words, in order, each once.

    `regions` are the short names of the regions that the question is restricted to; `sought` are names of places that
    it speaks of without being restricted to them (a province without documents, a city in the name of a project): an
    answer has to mention them, or of those that are `located` to hold there. `focus` is the question without the words
    that name its scope, `context` the earlier question that it leans on. `negated` when it asks who does not say
    something, `cited` the document whose citing is asked for, `referred` a document that is not indexed, whose `fields`
    those in scope tell, `place` the article, `topic` what the titles of listed documents are about, `conditions` what a
    survey asks of each document and `grouped` by what it puts them together, `utmost` which of the listed documents it
    wants, or of those that state what a survey asks; `by_year` where the documents that it asks for are told by their
    years, `by_place` where what the documents of one place say is told once. `rendering` are the Chinese words
    of a question in another language that is known.
    """

    question: str
    standalone: str
    language: str
    kind: Kind
    expects: Expects
    filters: Filters
    regions: tuple[str, ...]
    sought: tuple[str, ...]
    located: tuple[tuple[str, Region], ...]
    terms: tuple[Term, ...]
    focus: str = ""
    context: str = ""
    context_terms: tuple[Term, ...] = ()
    fields: tuple[Field, ...] = ()
    referred: str | None = None
    earlier_answer: str = ""
    negated: bool = False
    cited: str | None = None
    place: Place | None = None
    topic: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    utmost: Utmost | None = None
    grouped: Grouping | None = None
    by_year: bool = False
    by_place: bool = False
    rendering: str = ""

    @property
    def asked(self) -> str:
        """The question in Chinese."""
        return self.rendering or self.standalone


def understand(
    question: Question,
    documents: Sequence[DocumentInfo],
    given: Filters,
    answered_from: Callable[[str, str], str | None] = lambda question, answer: None,
    used: Callable[[str], int] = lambda word: 1,
) -> Understanding:
    """Take a question apart against the documents that pass the caller's filters, `given`.

    `answered_from` tells the id of the document that an earlier question's answer is from, `used` how many passages
    have a word.
    """
    history = question.history
    spoken_in = language(question.question)
    written = simplified(question.question) if spoken_in.startswith("zh") else question.question
    unglossed, context = standalone(written, history, documents)
    if spoken_in in _GLOSSED:
        unglossed = with_places_joined(unglossed)
    words = in_chinese(unglossed) if spoken_in in _GLOSSED else []
    told = rendered(unglossed, spoken_in, used) if spoken_in in _GLOSSED else Rendering()
    whole = f"{unglossed} ({' '.join(told.text.split())})" if told.text else unglossed
    text = normalise(f"{unglossed} ({' '.join(words)})" if words else unglossed)
    scope = scope_of(text, documents)
    if not scope.names and not scope.excludes and context:
        scope = _scope_before(scope, context, history[-1].answer, documents)
        many = not scope.document_ids and len(scope.regions) < _BOTH
        several = many and len(_in_scope(scope.narrow(given), documents)) > 1
        if several and _of_one_document(text) and (spoken := answered_from(context, history[-1].answer)):
            scope = Scope(document_ids=(spoken,), identified=True)
    fields = _fields(text, scope)
    if fields == ("document_number",) and not scope.document_ids and (reference := by_title(text, documents)):
        scope = Scope(document_ids=reference.documents, titles=1, referred=reference.written)
    if fields:
        said = told.terms if not spoken_in.startswith("zh") else None
        scope, fields = _named_by_topic(text, scope, fields, _in_scope(scope.narrow(given), documents), said)
    names_document = wording.WHICH_DOCUMENT.search(text) or wording.CALLED.search(text)
    if not scope.document_ids and names_document and wording.DOCUMENT_NUMBER.search(text):
        scope = scope if wording.CITING.search(text) else NOWHERE  # which document it is that nothing here speaks of
    place = place_of(text)
    topic = _topic(text, scope)
    in_scope = _in_scope(scope.narrow(given), documents)
    if place is not None and not scope.document_ids and len(in_scope) > 1:
        # An article of a document that is not there, or of none: no other document's article answers.
        named = wording.QUOTED_TITLE.search(text)
        scope, place = (NOWHERE, place) if named else (scope, None)
    # Who chose one region and asks which regions say it wants the verdict on that one.
    regional = given != Filters() or len(regions_of(in_scope)) > 1
    years = None if fields or place else years_asked(text, in_scope)
    utmost = years.utmost if years else utmost_of(text)
    listed = bool(utmost or wording.LISTING.search(text)) and _listed(topic, scope, in_scope)
    kind = "survey" if years else _kind(text, scope, fields, place, len(in_scope), listed, regional)
    if years:
        scope = replace(scope, within=years.documents)
    elif kind in ("survey", "documents", "timeline"):
        scope = scope.of_genre()
    # 分别涉及哪些城市？ behind the survey's own question is about its findings.
    surveyed = _blanked(" ".join(w for w in words if not _SUBJECTS.fullmatch(w)) or text.split("?", 1)[0], scope.spoken)
    if years:
        surveyed = YEAR_FRAME.sub(MARK, surveyed)
    citing = wording.CITING.search(text)
    cited = next(filter(None, citing.groups()), None) if citing else None
    in_english = kind == "survey" and spoken_in == "en" and not years and not cited
    if in_english:
        asked = asked_in_english(_blanked(normalise(unglossed), scope.spoken))
    else:
        asked = asked_of_each(_grouping(surveyed)) if kind == "survey" else Asked(())
    conditions: tuple[Condition, ...] = ()
    if kind == "survey":
        conditions = (condition_translated(asked, used),) if in_english else conditions_of(asked, cited)
    proposition = asked.text if kind == "survey" else _proposition(text, kind, scope, documents)
    if told.terms and kind not in ("survey", "comparison"):
        own = (*terms(normalise(unglossed), scope.spoken), *told.terms)
        own = tuple({term.text: term for term in own}.values())
    elif in_english:
        own = tuple({term.text: term for p in conditions[0].alternatives for term in p.terms}.values())
    else:
        own = terms(proposition, scope.spoken)
    known = {term.text for term in own}
    leaned_on = terms(normalise(context), scope.spoken) if context else ()
    grouped = next((name for name, pattern in wording.GROUPED if pattern.search(text)), None)
    places = kind == "survey" and not years and not cited and grouped in (None, "region") and asks_places(text)
    return Understanding(
        question=question.question,
        standalone=whole,
        language=spoken_in,
        kind=kind,
        expects=_expects(told.asks or text),
        filters=scope.narrow(given),
        regions=scope.regions,
        sought=tuple(_in_han(name) for name in scope.sought),
        located=tuple((_in_han(name), region) for name, region in scope.located),
        terms=own,
        focus=_without(proposition if kind in ("survey", "comparison") else whole, scope.spoken),
        context=context,
        context_terms=tuple(term for term in leaned_on if term.text not in known),
        fields=fields,
        referred=scope.referred,
        earlier_answer=history[-1].answer if context else "",
        negated=asked.negated,
        cited=cited,
        place=place,
        topic=topic if kind == "documents" else (),
        conditions=conditions,
        utmost=utmost,
        grouped=None if places else grouped,
        by_year=years is not None,
        by_place=places and len(regions_of(in_scope)) > 1,
        rendering=told.text,
    )


def _of_one_document(text: str) -> bool:
    """Whether it asks for what only a document has: a date, an article, what it is about, which it is."""
    asks = fields_in(text) or wording.WHICH_DOCUMENT.search(text) or wording.SUMMARY.search(text) or place_of(text)
    return bool(asks)


def _in_han(name: str) -> str:
    """The name of a place as Chinese texts write it."""
    region = None if HAN.search(name) else gazetteer().named(name)
    return region.name if region else name


def _scope_before(scope: Scope, context: str, answer: str, documents: Sequence[DocumentInfo]) -> Scope:
    """The scope of the last of the earlier questions that names one, or of the answer, as far as this question's own
    scope leaves it."""
    asked = [scope_of(normalise(question), documents) for question in reversed(context.split("\n"))]
    named = next((each for each in asked if each.names), None)
    earlier = named or scope_of(normalise(f"{context} {answer}"), documents)
    return replace(
        earlier, sought=scope.sought, located=scope.located, within=scope.within, listed=scope.listed, genre=scope.genre
    )


def _proposition(text: str, kind: Kind, scope: Scope, documents: Sequence[DocumentInfo]) -> str:
    """The question without the words that only make it one of its kind."""
    if kind == "comparison" and scope.document_ids:
        names = called_in(text, [info for info in documents if info.id in scope.document_ids])
        return _blanked(re.sub("《[^》]*》", " ", text), names)
    if kind in ("timeline", "summary"):
        return (wording.OF_TIMELINE if kind == "timeline" else wording.OF_SUMMARY).sub(" ", text)
    return text


def _named_by_topic(
    text: str,
    scope: Scope,
    fields: tuple[Field, ...],
    documents: Sequence[DocumentInfo],
    foreign: Sequence[Term] | None = None,
) -> tuple[Scope, tuple[Field, ...]]:
    """The scope with the document whose title has all that is said beside the field: 基础研究若干措施从哪天施行.

    Of a question in another language, of which the Chinese words are given, it is the one whose title has the most of
    them, and most of all.
    Where no title has it, no field is asked for: other dates don't answer when 民营经济促进法 takes effect, at most
    what one of them says of it.
    """
    if wording.ALL_DOCUMENTS.search(text):
        return scope, fields
    topic = [t.text for t in terms(without_fields(text, fields), scope.spoken) if len(t.text) > 1]
    said = [term for term in foreign or () if not _OF_FIELDS & {term.text, *term.others}]
    if foreign is not None:
        topic = [term.text for term in said]
    if scope.document_ids and fields == ("issuers",) and not scope.identified:
        # 按照《…条例》,山洪预警由哪个部门发布 asks what the document says, not who issued it.
        named = " ".join(map(title_of, documents))
        return scope, () if any(word not in named for word in topic) else fields
    if len(documents) < 2 or scope.document_ids:
        return scope, fields
    meant = tuple(d.id for d in documents if topic and all(word in title_of(d) for word in topic))
    if foreign is not None:
        meant = _most_named(said, documents)
    if len(meant) == 1:
        return replace(scope, regions=(), document_ids=meant), fields
    unnamed = not scope.names or len(documents) > max(scope.names, _MANY)
    compared = scope.names != 1 and wording.COMPARISON.search(text)
    absent = topic and not meant and unnamed and "cites" not in fields and not compared
    return scope, () if absent else fields


def _most_named(said: Sequence[Term], documents: Sequence[DocumentInfo]) -> tuple[str, ...]:
    """The ids of the documents whose titles have the most of the words, if these are several and most of all."""
    held = [sum(any(w in title_of(d) for w in (term.text, *term.others)) for term in said) for d in documents]
    most = max(held, default=0)
    enough = most >= min(_SEVERAL, len(said)) and most > len(said) / 2
    return tuple(d.id for d, count in zip(documents, held, strict=True) if count == most and enough)


def _in_scope(filters: Filters, documents: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    """The documents, which pass the caller's filters, that the question's own scope leaves."""
    ids, regions = set(filters.document_id), set(filters.region)
    if not ids and not regions:
        return documents
    return [d for d in documents if (not ids or d.id in ids) and (not regions or d.metadata.region in regions)]


def _topic(text: str, scope: Scope) -> tuple[str, ...]:
    """What the documents that a listing asks for are about; empty when it asks for all of them."""
    spoken = [*scope.spoken, scope.genre] if scope.genre else scope.spoken
    for word in spoken:
        text = text.replace(word, " ")
    return tuple(term.text for term in terms(wording.LISTING_FRAME.sub(" ", text)))


def _listed(topic: Sequence[str], scope: Scope, documents: Sequence[DocumentInfo]) -> bool:
    """Whether a listing can be answered from metadata: titles of documents in scope have its topic."""
    if not topic:
        return True
    ids = set(scope.listed) if scope.listed is not None else None
    return any(all(word in title_of(d) for word in topic) for d in documents if ids is None or d.id in ids)


def _grouping(text: str) -> str:
    """The question without the words that say by what its findings are put together."""
    grouped = [pattern for _, pattern in wording.GROUPED if pattern.search(text)]
    for pattern in grouped:
        text = pattern.sub(" ", text)
    return re.sub("列出来?|分组|排列|归类|分类" if grouped else "列出来?", " ", text)


def _without(text: str, spoken: Sequence[str]) -> str:
    """The question without the words that name its scope: meaning is compared within it."""
    folded = _blanked(normalise(text), spoken)
    return folded if re.search(r"\w", folded) else text


def _blanked(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


def _kind(
    text: str,
    scope: Scope,
    fields: tuple[Field, ...],
    place: Place | None,
    documents: int,
    listed: bool,
    regional: bool,
) -> Kind:
    """The kind; `documents` is how many are in scope, `listed` whether it asks for some that metadata can tell,
    `regional` whether they can be asked for by region."""
    if wording.SMALLTALK.fullmatch(text.strip("!?.,。！？ ")):
        return "smalltalk"
    if wording.CITING.search(text):
        return "survey"
    named = scope.names
    everything = bool(wording.ALL_DOCUMENTS.search(text))
    if place is not None:
        return "fact"
    if wording.TIMELINE.search(text):
        return "timeline"
    if wording.SUMMARY.search(text) and named and documents == 1:
        return "summary"
    if listed and not wording.SAYS.search(text):
        return "documents"
    compares = bool(wording.COMPARISON.search(text)) and named != 1
    if compares and named >= 2 and not fields and not everything:
        return "comparison"
    if wording.EXTREME.search(text) and documents > 1 and not fields:
        return "comparison"
    if asks_which(text, regional) and (named != 1 or documents > 1) and not fields:
        return "survey"
    if named >= 2 and wording.WHETHER.search(text) and not fields:
        return "survey"
    if (compares and (everything or fields)) or (len(scope.regions) >= _BOTH and not fields):
        return "comparison"
    if fields:
        return "metadata"
    return "list" if _expects(text) == "list" else "fact"


def _fields(text: str, scope: Scope) -> tuple[Field, ...]:
    """The metadata asked for.

    The number of a document that is cited is not the number of the one that cites it, and who gives a number asks for
    the document behind it.
    """
    found = tuple(fields_in(text))
    if scope.referred:
        # Of a document that is not there others tell the title and that they repeal it; the rest they say in sentences.
        titled = wording.WHICH_DOCUMENT.search(text) or wording.CALLED.search(text) or found == ("title",)
        asked: tuple[tuple[Field, object], ...] = (("title", titled), ("repeals", wording.IN_FORCE_STILL.search(text)))
        return tuple(name for name, asks in asked if asks)
    if "cites" in found:
        found = tuple(name for name in found if name != "document_number")
    elif wording.DOCUMENT_NUMBER.search(text) and not scope.document_ids:
        return ()  # of a document that nothing here speaks of
    if scope.names != 1 or not scope.document_ids:
        found = tuple(name for name in found if name != "repeals")
    called = wording.DOCUMENT_NUMBER.search(text) and wording.CALLED.search(text)
    which = called or wording.WHICH_DOCUMENT.search(text)
    if scope.identified and set(found) <= {"index_number", "document_number"} and which:
        found = ("title", "issuers", "document_number")
    return found


def _expects(text: str) -> Expects:
    return next((name for name, pattern in wording.EXPECTS if pattern.search(text)), "text")
