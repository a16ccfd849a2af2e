"""Which documents a question means that does not name them: those of the turn before, or of a title with its topic."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.documents import DocumentInfo, Filters
from index.lexicon import fold_text
from rag.language import wording
from rag.language.fields import Field, fields_in, without_fields
from rag.language.terms import Term, normalise, terms
from rag.scoping.classes import title_of
from rag.scoping.places import place_of
from rag.scoping.scope import Scope, scope_of

_OF_FIELDS = frozenset(
    [
        "施行",
        "生效",
        "实施",
        "发布",
        "公布",
        "印发",
        "成文",
        "文号",
        "日期",
        "标题",
        "发文机关",
        "发行人",
        "索引号",
        "失效",
        "成文日期",
        "发布日期",
        "施行日期",
    ]
)
"""Words by which the glossary names what is looked up of a document."""
_MANY = 5  # documents of a region, of which one that is meant is called by its title
_SEVERAL = 2  # words of a title that name its document


def in_scope(filters: Filters, documents: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    """The documents, which pass the caller's filters, that the question's own scope leaves."""
    ids, regions = set(filters.document_id), set(filters.region)
    if not ids and not regions:
        return documents
    return [d for d in documents if (not ids or d.id in ids) and (not regions or d.metadata.region in regions)]


def of_one_document(text: str) -> bool:
    """Whether it asks for what only a document has: a date, an article, what it is about, which it is."""
    asks = fields_in(text) or wording.WHICH_DOCUMENT.search(text) or wording.SUMMARY.search(text) or place_of(text)
    return bool(asks)


def scope_before(scope: Scope, context: str, answer: str, documents: Sequence[DocumentInfo]) -> Scope:
    """The scope of the last of the earlier questions that names one, or of the answer, as far as this question's own
    scope leaves it."""
    asked = [scope_of(normalise(question), documents) for question in reversed(context.split("\n"))]
    named = next((each for each in asked if each.names), None)
    earlier = named or scope_of(normalise(f"{context} {answer}"), documents)
    return replace(
        earlier, sought=scope.sought, located=scope.located, within=scope.within, listed=scope.listed, genre=scope.genre
    )


def named_by_topic(
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
    asked = wording.EXCEPT.sub(" ", without_fields(text, fields))
    topic = [t.text for t in terms(asked, scope.spoken) if len(t.text) > 1]
    said = [term for term in foreign or () if not _OF_FIELDS & {term.text, *term.others}]
    if foreign is not None:
        topic = [term.text for term in said]
    if scope.document_ids and fields == ("issuers",) and not scope.identified:
        # 按照《…条例》,山洪预警由哪个部门发布 asks what the document says, not who issued it.
        named = " ".join(map(title_of, documents))
        return scope, () if any(word not in named for word in topic) else fields
    if len(documents) < 2 or scope.document_ids:
        return scope, fields
    meant = tuple(d.id for d in documents if topic and all(_in_title(word, d) for word in topic))
    if foreign is not None:
        meant = _most_named(said, documents)
    if len(meant) == 1:
        return replace(scope, regions=(), document_ids=meant), fields
    unnamed = not scope.names or len(documents) > max(scope.names, _MANY)
    compared = scope.names != 1 and wording.COMPARISON.search(text)
    absent = topic and not meant and unnamed and "cites" not in fields and not compared
    return scope, () if absent else fields


def _in_title(word: str, info: DocumentInfo) -> bool:
    """Whether a word is in the document's title, as it stands or by what it issues, else in the name of its file."""
    return word in title_of(info) or word in _folded(info.name)


@lru_cache(maxsize=100_000)
def _folded(name: str) -> str:
    return fold_text(name)


def _most_named(said: Sequence[Term], documents: Sequence[DocumentInfo]) -> tuple[str, ...]:
    """The ids of the documents whose titles have the most of the words, if these are several and most of all."""
    held = [sum(any(w in title_of(d) for w in (term.text, *term.others)) for term in said) for d in documents]
    most = max(held, default=0)
    enough = most >= min(_SEVERAL, len(said)) and most > len(said) / 2
    return tuple(d.id for d, count in zip(documents, held, strict=True) if count == most and enough)
