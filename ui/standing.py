"""How a document stands → HTML: whether it is in force, and its relations to other documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.documents import DocumentInfo, Metadata
from index.relations import Relation
from rag.lifecycle import Force
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages

_KINDS = ("repealed_by", "amended_by", "newer", "repeals", "amends", "cites", "older", "similar", "cited_by")
_VOID = frozenset(("repealed", "void", "expired"))
_MOST_NAMED = 200  # relations of a kind that are listed


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of a document's force, if anything, and how it stands to others."""

    force: Force | None = None
    relations: Sequence[Relation] = ()


def force_html(metadata: Metadata | None, force: Force | None, words: Messages) -> str:
    """«已废止», or what the document's source says of it (现行有效); nothing where neither is known."""
    if force:
        look = "void" if force.kind in _VOID else "dated"
        return f'<b class="force {look}">{words.forces[force.kind]}</b>'
    return f'<b class="force">{escape(metadata.status)}</b>' if metadata and metadata.status else ""


def standing_html(standing: Standing, documents: Mapping[str, DocumentInfo], language: Language) -> str:
    """A notice where the document is not, or no longer, in force as it stands; then what it says of other documents
    and they of it, those of the library to be opened."""
    words = messages(language)
    notice = f'<p class="notice" role="status">{escape(standing.force.notice(language))}</p>' if standing.force else ""
    groups = []
    for kind in _KINDS:
        related = [relation for relation in standing.relations if relation.kind == kind]
        if related:
            items = "".join(_item_html(relation, documents, words) for relation in related[:_MOST_NAMED])
            groups.append(
                f'<details class="references" data-keep="relation-{kind}"><summary>{words.relations[kind]}'
                f" ({len(related)})</summary><ul>{items}</ul></details>"
            )
    return notice + "".join(groups)


def _item_html(relation: Relation, documents: Mapping[str, DocumentInfo], words: Messages) -> str:
    other = documents.get(relation.document_id or "")
    if other is None:
        return f'<li dir="auto">{escape(relation.words)}</li>'
    day = other.metadata.issued_on or other.metadata.published_on
    alike = words.alike.format(share=round(100 * relation.share)) if relation.share is not None else None
    facts = escape(" · ".join(filter(None, [other.metadata.document_number, day, alike])))
    return (
        f'<li dir="auto"><button type="button" class="link" data-event="open" data-view="document"'
        f' data-document="{attribute(other.id)}">{escape(other.name)}</button> <small>{facts}</small></li>'
    )
