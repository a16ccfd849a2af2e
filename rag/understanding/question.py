"""What a question asks: its language, kind, scope, content words and the kind of answer it expects."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo, Filters
from index.lexicon import HAN, simplified
from index.regions import Region, gazetteer
from rag.language import wording
from rag.language.fields import Field, fields_in
from rag.language.roles import asks_places, asks_where, asks_which
from rag.language.terms import Term, normalise, terms
from rag.language.which import DOCUMENT, RULE
from rag.language.wording import Expects, Grouping
from rag.records import Kind, Question
from rag.scoping.classes import title_of
from rag.scoping.meant import in_scope, named_by_topic, of_one_document, scope_before
from rag.scoping.mentioned import called_in
from rag.scoping.periods import Utmost, utmost_of
from rag.scoping.places import Place, place_of
from rag.scoping.referred import by_title
from rag.scoping.scope import NOWHERE, Scope, regions_of, scope_of
from rag.scoping.whereabouts import of_one_place
from rag.understanding.followup import standalone
from rag.understanding.glossary import LANGUAGES, bare, in_chinese
from rag.understanding.languages import language
from rag.understanding.propositions import Condition, condition_translated, conditions_of
from rag.understanding.rendering import Rendering, rendered, with_places_joined
from rag.understanding.surveyed import MARK, Asked, asked_of_each, asking_sentence
from rag.understanding.surveyed_english import asked_in_english
from rag.understanding.which_year import FRAME as YEAR_FRAME
from rag.understanding.which_year import years_asked

_ACCENTED = ("fr", "es", "de")  # languages that write Chinese names with accents
_DATES_ASKED = ("什么时候", "哪一年")
_DATED = {
    "施行": "施行日期",
    "生效": "施行日期",
    "失效": "失效日期",
    "发布": "发布日期",
    "公布": "发布日期",
    "印发": "成文日期",
}
"""The date that is asked for by when a document is what a verb says."""
_SUBJECTS = re.compile(f"{DOCUMENT}|{RULE}|省份?|城市|都市|地区|地域|区域|地方")
"""What surveys ask for, which is not what is asked of each."""
_DUTIES = ("应当", "必须")
"""義務づけている, mandatory: what rules do with anything."""
_DOCUMENTS_AT_END = re.compile(f"(?:{DOCUMENT}|{RULE})$")
_NOT_IN_JAPANESE = re.compile(
    "(?:て|で)い?(?:ない|ません)|し?ない(?=省|地域|地方|都市|自治体|地区|市|文書|の?は)|(?:ありません|しません)"
)
_SEVERAL_ASKED = re.compile("哪些|哪几|几[个份部项]")
"""哪些规定里有 means more than the only document that is called so."""
_PLACES = 3  # of which documents are, from which 哪里 asks for one of these
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
    years, `described` where its scope is by their dates, issuers, levels or classes, `by_place` where what those of
    one place say is told once. `rendering` are the Chinese words of a question in another known language.
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
    described: bool = False
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
    plainly: bool = False,
) -> Understanding:
    """Take a question apart against the documents that pass the caller's filters, `given`.

    `answered_from` tells the id of the document that an earlier question's answer is from, `used` how many passages
    have a word. `plainly` takes it as one after what some text says: no field is looked up, and what describes
    documents is what is asked about.
    """
    spoken_in = language(question.question)
    said = _worded(question, spoken_in, documents, used)
    text, told, context = said.text, said.told, said.context
    scope = _scope_meant(said, question, documents, given, answered_from)
    scope = scope.undescribed() if plainly else scope
    fields = () if plainly else _fields(text, scope)
    if fields == ("document_number",) and not scope.document_ids and (reference := by_title(text, documents)):
        scope = Scope(document_ids=reference.documents, titles=1, referred=reference.written)
    if fields:
        words = told.terms if not spoken_in.startswith("zh") else None
        scope, fields = named_by_topic(text, scope, fields, in_scope(scope.narrow(given), documents), words)
    names_document = wording.WHICH_DOCUMENT.search(text) or wording.CALLED.search(text)
    if not scope.document_ids and names_document and wording.DOCUMENT_NUMBER.search(text):
        scope = scope if wording.CITING.search(text) else NOWHERE  # which document it is that nothing here speaks of
    place = place_of(text)
    topic = _topic(text, scope)
    meant = in_scope(scope.narrow(given), documents)
    if place is not None and not scope.document_ids and len(meant) > 1:
        # An article of a document that is not there, or of none: no other document's article answers.
        named = wording.QUOTED_TITLE.search(text)
        scope, place = (NOWHERE, place) if named else (scope, None)
    # Who chose one region and asks which regions say it wants the verdict on that one.
    regional = given != Filters() or len(regions_of(meant)) > 1
    years = None if fields or place or plainly else years_asked(text, meant)
    utmost = years.utmost if years else utmost_of(text)
    listed = bool(utmost or wording.LISTING.search(text)) and _listed(topic, scope, meant)
    surveys = asks_which(text, regional) or (_of_places(documents) and not scope.names and asks_where(text))
    kind = "survey" if years else _kind(text, scope, fields, place, len(meant), listed, surveys)
    if plainly:
        kind = "list" if _expects(text) == "list" else "fact"
    if years:
        scope = replace(scope, within=years.documents)
    elif kind in ("fact", "list") and not asks_which(text, regional=True):
        scope = scope.loosened()
    elif kind in ("survey", "documents", "timeline"):
        several = kind == "survey" and (asks_places(text) or _SEVERAL_ASKED.search(text))
        scope = scope.of_genre(least=_BOTH if several else 1)
    citing = wording.CITING.search(text)
    cited = next(filter(None, citing.groups()), None) if citing else None
    asked, conditions = Asked(()), tuple[Condition, ...]()
    in_english = kind == "survey" and spoken_in == "en" and not years and not cited
    if in_english:
        asked = asked_in_english(_blanked(normalise(said.own), scope.spoken))
        conditions = (condition_translated(asked, used),)
    elif kind == "survey":
        asked = asked_of_each(_surveyed(said, scope, bool(years), used if spoken_in == "ja" else None))
        asked = replace(asked, negated=asked.negated or (spoken_in == "ja" and bool(_NOT_IN_JAPANESE.search(said.own))))
        conditions = conditions_of(asked, cited, used)
    says = years or cited or said.context or any(p.terms for c in conditions for p in c.alternatives)
    if kind == "survey" and not says:
        # Nothing is asked of the documents in scope but which they are: 这批文件中以沪府办规开头的有哪几份.
        kind, asked, conditions = "list" if asks_places(text) else "documents", Asked(()), ()
    proposition = asked.text if kind == "survey" else _proposition(text, kind, scope, documents)
    own = terms(proposition, scope.spoken)
    if told.terms and kind not in ("survey", "comparison"):
        own = _each_once((*terms(normalise(said.own), scope.spoken), *told.terms))
    elif in_english:
        own = _each_once(term for p in conditions[0].alternatives for term in p.terms)
    known = {term.text for term in own}
    leaned_on = terms(normalise(context), scope.spoken) if context else ()
    grouped = next((name for name, pattern in wording.GROUPED if pattern.search(text)), None)
    places = kind == "survey" and not years and not cited and grouped in (None, "region") and asks_places(text)
    return Understanding(
        question=question.question,
        standalone=said.whole,
        language=spoken_in,
        kind=kind,
        expects=_expects(told.asks or text),
        filters=scope.narrow(given),
        regions=scope.regions,
        sought=tuple(_in_han(name) for name in scope.sought),
        located=tuple((_in_han(name), region) for name, region in scope.located),
        terms=own,
        focus=_without(proposition if kind in ("survey", "comparison") else said.whole, scope.spoken),
        context=context,
        context_terms=tuple(term for term in leaned_on if term.text not in known),
        fields=fields,
        referred=scope.referred,
        earlier_answer=question.history[-1].answer if context else "",
        negated=asked.negated,
        cited=cited,
        place=place,
        topic=topic if kind == "documents" else (),
        conditions=conditions,
        utmost=utmost,
        grouped=None if places else grouped,
        by_year=years is not None,
        described=bool(scope.described),
        by_place=places and len(regions_of(meant)) > 1,
        rendering=told.text,
    )


@dataclass(frozen=True, slots=True)
class _Worded:
    """A question in the words in which it is looked at: its `own`, `told` in Chinese if it is in another language,
    `whole` with both, and `text`, which is normalised, with the policy `terms` that it has; `context` are the earlier
    questions that it leans on."""

    own: str
    context: str
    terms: Sequence[str]
    told: Rendering
    whole: str
    text: str


def _worded(
    question: Question, spoken_in: str, documents: Sequence[DocumentInfo], used: Callable[[str], int]
) -> _Worded:
    written = simplified(question.question) if spoken_in.startswith("zh") else question.question
    own, context = standalone(written, question.history, documents)
    if spoken_in not in LANGUAGES:
        return _Worded(own, context, (), Rendering(), own, normalise(own))
    own = with_places_joined(own)
    known, told = in_chinese(own), rendered(own, spoken_in, used)
    whole = f"{own} ({' '.join(told.text.split())})" if told.text else own
    if told.asks in _DATES_ASKED:
        known += [_DATED[word] for word in known if word in _DATED]
    text = bare(own) if spoken_in in _ACCENTED else own
    return _Worded(own, context, known, told, whole, normalise(f"{text} ({' '.join(known)})" if known else text))


def _scope_meant(
    said: _Worded,
    question: Question,
    documents: Sequence[DocumentInfo],
    given: Filters,
    answered_from: Callable[[str, str], str | None],
) -> Scope:
    """The scope that the question names, else that of the turn before where it leans on this."""
    scope = scope_of(said.text, documents)
    if scope.names or scope.excludes or not said.context:
        return scope
    answer = question.history[-1].answer
    scope = scope_before(scope, said.context, answer, documents)
    many = not scope.document_ids and len(scope.regions) < _BOTH
    meant = in_scope(scope.narrow(given), documents) if many else ()
    if len(meant) == 1 and wording.WHICH_DOCUMENT.search(said.text):
        return Scope(document_ids=(meant[0].id,), identified=True)
    several = len(meant) > 1
    if several and of_one_document(said.text) and (spoken := answered_from(said.context, answer)):
        return Scope(document_ids=(spoken,), identified=True)
    return scope


def _surveyed(said: _Worded, scope: Scope, of_years: bool, used: Callable[[str], int] | None) -> str:
    """What a survey asks, in which the words that name its scope stand for what it asks for; 分别涉及哪些城市? behind
    it is about its findings. Of one in Japanese `used` tells which of its own words in Chinese characters documents
    have too."""
    words = [*said.terms]
    if used:
        told = "".join(words)
        words += [t.text for t in terms(normalise(said.own)) if len(t.text) > 1 and t.text not in told and used(t.text)]
    known = " ".join(word for word in words if not _SUBJECTS.fullmatch(word) and word not in _DUTIES)
    asked = known or asking_sentence(said.text)
    for word in scope.spoken:
        of_documents = _DOCUMENTS_AT_END.search(word)
        asked = asked.replace(word, of_documents.group() if of_documents else MARK)
    return _grouping(YEAR_FRAME.sub(MARK, asked) if of_years else asked)


def _each_once(listed: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.text: term for term in listed}.values())


def _in_han(name: str) -> str:
    """The name of a place as Chinese texts write it."""
    region = None if HAN.search(name) else gazetteer().named(name)
    return region.name if region else name


def _proposition(text: str, kind: Kind, scope: Scope, documents: Sequence[DocumentInfo]) -> str:
    """The question without the words that only make it one of its kind."""
    if kind == "comparison" and scope.document_ids:
        names = called_in(text, [info for info in documents if info.id in scope.document_ids])
        return _blanked(re.sub("《[^》]*》", " ", text), names)
    if kind in ("timeline", "summary"):
        return (wording.OF_TIMELINE if kind == "timeline" else wording.OF_SUMMARY).sub(" ", text)
    return text


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
    surveys: bool,
) -> Kind:
    """The kind; `documents` is how many are in scope, `listed` whether it asks for some that metadata can tell,
    `surveys` whether it asks which of them, or whose, say something."""
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
    elsewhere = scope.sought and not scope.regions  # of 台湾's 22个县市 documents of other places tell nothing each
    if surveys and (named != 1 or documents > 1) and not fields and not elsewhere:
        return "survey"
    if named >= 2 and wording.WHETHER.search(text) and not fields:
        return "survey"
    if (compares and (everything or fields)) or (
        len(scope.regions) >= _BOTH and not fields and not of_one_place(text, [r for _, r in scope.located])
    ):
        return "comparison"
    if fields:
        return "metadata"
    return "list" if _expects(text) == "list" else "fact"


def _of_places(documents: Sequence[DocumentInfo]) -> bool:
    """Whether most of the documents are each of another place: 哪里 asks which of these."""
    return len(regions_of(documents)) >= max(_PLACES, len(documents) / 2)


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
