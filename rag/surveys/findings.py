"""What a survey found, told so that it can be read: counts, quotations, groups; every finding stays in the coverage."""

import re
from collections.abc import Mapping, Sequence

from index.documents import DocumentInfo
from index.lexicon import HAN, fold_text
from rag.citations import escape_markers
from rag.composing.compose import LONGEST_EXCERPT, Draft, Quotations, excerpt, names, shorten
from rag.language.strength import weaker
from rag.messages import say
from rag.records import Coverage, Finding, Verdict
from rag.scoping.periods import date_of
from rag.selection.evidence import Match
from rag.surveys.placed import by_places, saying_most
from rag.surveys.verdicts import Examined
from rag.understanding.question import Understanding
from rag.understanding.which_year import year_of

_QUOTED = 12  # documents of one verdict that are each quoted; more are put in groups
_GROUPS, _OF_GROUP = 12, 3  # groups that are shown, and documents named of each
_MOST_PLACES, _SEE_ALSO = 20, 3  # places that are each quoted; markers behind a quotation
_ABSENT = 12  # documents named that say nothing
_SHORTEST = 60  # code points of a quotation, where there are many
_TEXT = 900  # code points that the quotations may have together
_PHRASE = 4  # characters of a phrase that is quoted as not used
_LIST = re.compile(r"[\u4e00-\u9fff]{1,8}(?:、[\u4e00-\u9fff]{1,8})+")


def report(
    infos: Sequence[DocumentInfo],
    examined: Mapping[str, Examined],
    understanding: Understanding,
    quotations: Quotations,
) -> Draft:
    """The findings by verdict, those asked for first; where none is, there is not enough evidence."""
    language = understanding.language
    if understanding.by_year:
        infos = sorted(infos, key=lambda info: (year_of(info) or "9999", info.name))
    told = [saying_most(of, examined) for of in by_places(infos)] if understanding.by_place else [[i] for i in infos]
    leading = [documents[0] for documents in told]
    called = _dated_names(leading, language) if understanding.by_year else names(leading, language)
    shown = {identity: escape_markers(name) for identity, name in called.items()}
    beside = {documents[0].id: documents[1:] for documents in told}
    groups: dict[Verdict, list[DocumentInfo]] = {
        v: [info for info in leading if examined[info.id].verdict == v] for v in ("stated", "related", "absent")
    }
    if understanding.by_place:  # what states no place, such as a law, is no place that does not say it
        groups["absent"] = [info for info in groups["absent"] if info.metadata.region]
    model = next((examined[info.id].matches[0] for info in groups["stated"]), None)
    findings = {info.id: _found(info, examined[info.id], model, understanding, quotations) for info in infos}
    parts: dict[Verdict, list[str]] = {"stated": [], "related": [], "absent": []}
    for verdict in ("stated", "related"):
        if of := groups[verdict]:
            lines = _told(of, beside, findings, examined, shown, understanding)
            parts[verdict] = [say(verdict, language, count=len(of), regions=_regions(of, language)), *lines]
            if understanding.by_year and verdict == "stated":
                parts[verdict] = _of_years(of, lines, shown, understanding)
            elif understanding.by_year and groups["stated"]:
                parts[verdict] = [say("related_many", language, count=len(of))]
    if groups["related"] and not groups["stated"]:
        parts["stated"] = [say("stated_none", language)]
    if groups["absent"]:
        parts["absent"] = [_absent([shown[info.id] for info in groups["absent"]], understanding)]
    # Who asks which documents do not say it gets these first.
    order: tuple[Verdict, ...] = ("stated", "related", "absent")
    if understanding.negated:
        order = ("absent", "stated", "related")
    lines = [line for verdict in order for line in parts[verdict]]
    lines.append(say("examined", language, examined=len(examined), scope=len(infos)))
    coverage = Coverage(
        scope_documents=len(infos),
        examined_documents=len(examined),
        complete=len(examined) == len(infos),
        findings=[findings[info.id] for info in infos],
        by="place" if understanding.by_place else "document",
    )
    found = bool(groups["stated"] or (understanding.negated and infos))
    return Draft("answered" if found else "insufficient_evidence", "\n".join(lines) if found else "", coverage=coverage)


def _absent(shown: Sequence[str], understanding: Understanding) -> str:
    """The line of those that do not say it, by name where they are few or asked for."""
    language, count = understanding.language, len(shown)
    if (count <= _ABSENT and not understanding.by_year) or understanding.negated:
        return say("absent", language, count=count, names="、".join(shorten(shown, language, _ABSENT)))
    return say("absent_many", language, count=count)


def _dated_names(infos: Sequence[DocumentInfo], language: str) -> dict[str, str]:
    """The names of documents that are told apart by their years, each with its year."""
    called = {}
    for info in infos:
        year = year_of(info)
        told = "" if year in info.name else f"（{say('year', language, year=year)}）"
        called[info.id] = info.name + told
    return called


def _of_years(
    infos: Sequence[DocumentInfo], told: Sequence[str], shown: Mapping[str, str], understanding: Understanding
) -> list[str]:
    """The lines of the documents that state it, behind their years; only the first or the last of them where that is
    asked for. `infos` and their lines are in the order of the years."""
    language, utmost = understanding.language, understanding.utmost
    if utmost is None or len(told) != len(infos):
        years = [say("year", language, year=year) for year in dict.fromkeys(map(year_of, infos)) if year]
        return [say("in_years", language, years="、".join(years), count=len(infos)), *told]
    meant = utmost.of(infos)
    name = "、".join(shown[info.id] for info in meant)
    lines = [say("last_year" if utmost.latest else "first_year", language, name=name)]
    lines += [told[infos.index(info)] for info in meant]
    rest = len(infos) - len(meant)
    return [*lines, say("years_too", language, count=rest)] if rest else lines


def _regions(infos: Sequence[DocumentInfo], language: str) -> str:
    """Of how many regions the documents are, where some are of the same: （12 个地区）."""
    regions = {info.metadata.region for info in infos if info.metadata.region}
    return say("regions_of", language, count=len(regions)) if 1 < len(regions) < len(infos) else ""


def _told(
    infos: Sequence[DocumentInfo],
    beside: Mapping[str, Sequence[DocumentInfo]],
    findings: Mapping[str, Finding],
    examined: Mapping[str, Examined],
    shown: Mapping[str, str],
    understanding: Understanding,
) -> list[str]:
    """The lines of one verdict: each document quoted, or many documents by group. Where places are asked for the
    documents lead those of their places, which are `beside` them."""
    language = understanding.language
    if understanding.by_place and len(infos) > _MOST_PLACES:
        named = (shown[i.id] + "".join(f"[{marker}]" for marker in findings[i.id].citations[:1]) for i in infos)
        return ["、".join(shorten(list(named), language))]
    if (len(infos) > _QUOTED and not understanding.by_year and not understanding.by_place) or understanding.grouped:
        return _grouped(infos, findings, understanding)
    longest = min(LONGEST_EXCERPT, max(_TEXT // len(infos) - 20, _SHORTEST))
    lines = []
    for info in infos:
        quoted, further = _quoted(info, beside[info.id], findings, examined, understanding, longest)
        note = findings[info.id].note
        told = f"（{escape_markers(note)}）" if note else ""
        told += say("see_also", language, markers=further) if further else ""
        lines.append(f"- {shown[info.id]}：{quoted}{told}")
    return shorten(lines, language)


def _quoted(
    info: DocumentInfo,
    beside: Sequence[DocumentInfo],
    findings: Mapping[str, Finding],
    examined: Mapping[str, Examined],
    understanding: Understanding,
    longest: int,
) -> tuple[str, str]:
    """What a line quotes, with markers, and the markers of what else says it.

    Of the other documents of the place what is not met by the first is quoted, too.
    """
    conditions = max(sum(condition.wanted for condition in understanding.conditions), 1)
    quotes: list[str] = []
    further: list[int] = []
    for document in (info, *beside):
        said = examined[document.id].matches
        room = len(said) if document is info else conditions - len(quotes)
        markers = findings[document.id].citations
        for match, marker in zip(said[: max(room, 0)], markers, strict=False):
            quotes.append(f"{excerpt(match.sentence, understanding.terms, longest).rstrip('；')}[{marker}]")
        further += markers[len(said) :] if document is info else markers[max(room, 0) :][:1]
    further = [marker for marker in further if f"[{marker}]" not in "".join(quotes)]
    shown = further[:_SEE_ALSO] if understanding.by_place else further
    return "；".join(quotes), "".join(f"[{marker}]" for marker in dict.fromkeys(shown))


def _grouped(infos: Sequence[DocumentInfo], findings: Mapping[str, Finding], understanding: Understanding) -> list[str]:
    """One line a group, the largest first (years in order), with how many there are and the first few by name."""
    language = understanding.language
    groups: dict[str, list[DocumentInfo]] = {}
    provinces = {info.metadata.region_parent or info.metadata.region for info in infos}
    by = understanding.grouped or ("region" if len(provinces) > 1 else "city")
    for info in infos:
        groups.setdefault(_group(info, by, language), []).append(info)
    order = sorted(groups) if understanding.grouped == "year" else sorted(groups, key=lambda name: -len(groups[name]))
    lines = []
    for name in order:
        named = [
            f"{escape_markers(info.name)}" + "".join(f"[{marker}]" for marker in findings[info.id].citations)
            for info in groups[name][:_OF_GROUP]
        ]
        rest = len(groups[name]) - len(named)
        more = say("and_more", language, count=rest) if rest else ""
        lines.append(f"- {say('in_group', language, name=name, count=len(groups[name]))}：{'、'.join(named)}{more}")
    return shorten(lines, language, _GROUPS)


def _group(info: DocumentInfo, by: str, language: str) -> str:
    """What a document is put together by: its province (its city where all are of one), year or level."""
    metadata = info.metadata
    if by == "year":
        return (date_of(info, "issued_on") or metadata.effective_on or "")[:4] or say("not_stated", language)
    if by == "city" and metadata.region:
        return metadata.region
    if by == "level":
        return metadata.region_level or say("not_stated", language)
    return metadata.region_parent or metadata.region or say("no_region", language)


def _found(
    info: DocumentInfo,
    said: Examined,
    model: Match | None,
    understanding: Understanding,
    quotations: Quotations,
) -> Finding:
    """The finding on a document; `model` is the sentence of one that states it."""
    note = _difference(said.matches, model, understanding) if said.verdict == "related" else None
    return Finding(
        document_id=info.id,
        title=info.name,
        region=info.metadata.region,
        verdict=said.verdict,
        citations=[quotations.sentence(match) for match in (*said.matches, *said.further)],
        note=note,
    )


def _difference(matches: Sequence[Match], model: Match | None, understanding: Understanding) -> str | None:
    """How a related passage differs: words of the question that it lacks, listed things that it lacks, its strength."""
    language, match = understanding.language, matches[0]
    missing = [t for t, credit in match.matched.items() if credit < 0.5 and HAN.match(t) and len(t) > 1]
    phrases = dict.fromkeys(_phrase(term, understanding) for term in missing)
    notes = [say("other_words", language, words="、".join(phrases))] if phrases else []
    if looser := weaker(fold_text(understanding.standalone), match.sentence.folded):
        notes.append(say("weaker", language, word=looser))
    if model is not None:
        lacking = _lacking(fold_text(model.sentence.text), fold_text(match.sentence.text))
        if lacking:
            notes.append(say("lacks", language, items="、".join(lacking)))
    return "；".join(notes) or None


def _phrase(term: str, understanding: Understanding) -> str:
    """The term with a neighbour in the question where the two make a phrase: 同网同价, not 同网 alone."""
    text = fold_text(understanding.standalone)
    joined = [pair for t in understanding.terms for pair in (term + t.text, t.text + term) if t.text != term]
    return next((pair for pair in joined if len(pair) <= _PHRASE and pair in text), term)


def _lacking(model: str, other: str) -> list[str]:
    """Things that the model sentence lists, of which the other sentence lists only some: those it does not name.

    >>> _lacking("企业用水、用电、用气同价", "企业用水、用气同价")
    ['用电']
    """
    for listed in _LIST.findall(model):
        items = listed.split("、")
        size = min(len(item) for item in items)
        # The outer items run on into the sentence around the list; they are as long as the shortest one.
        items = [items[0][-size:], *items[1:-1], items[-1][:size]]
        absent = [item for item in items if item not in other]
        if len(items) >= 3 and 0 < len(absent) < len(items) - 1 or len(items) == 2 and len(absent) == 1:
            return absent
    return []
