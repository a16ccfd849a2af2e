"""Where a document is from: the region of its issuer, of its title, of the words it speaks in."""

import re
from collections.abc import Sequence

from index.organisations import CENTRAL_BODY
from index.regions import Region, gazetteer, home_region

_SPEAKS_FROM = re.compile("[我本全自](?:(?<!自)[省市]|(?<=[我本])区|(?<=自)(?<![、和或]自)治区(?![、和或]))")
_OF_PARTY = re.compile(r"^(?:中国[（(]|中共(?!中央))")
_HEADLINES, _LONGEST_HEADLINE = 4, 40  # lines from the start, and characters
_NO_HEADLINE = re.compile("[。；;：:,，、|]")
_HEAD = 400  # characters that hold the headlines
_BEFORE_PLACE = re.compile(r"^(?:[\d_\-. ]+|【[^】]*】|[（(][^）)]*[）)]|《|关于|对)+")  # in the name of a file
_HOME_REACH = 20_000  # characters that tell where a text speaks from


def region(
    stated: str | None,
    issuers: tuple[str, ...],
    title: str | None,
    text: str,
    number: str | None = None,
    called: str = "",
) -> tuple[Region | None, bool]:
    """The region stated, or that of issuer, title or headline, and whether it is inferred: else it is, for a text that
    says 我省, the one it speaks from, that of the number's first character if the text names it, or that which its
    file is called after."""
    places = gazetteer()
    named = places.stated(stated) if stated else None
    if named:
        return named, False
    # What bodies of the whole country issue may be about a place: 交通部's 上海航运交易所管理规定.
    subject = "" if central(issuers, None) else _OF_PARTY.sub("", title or _headline(text))
    titled = places.of_issuer(subject)
    for name in (*issuers, subject):
        region = places.of_issuer(_OF_PARTY.sub("", name))
        if region:
            if titled and _is_part(titled, region, subject):  # what a province's body approves for a city: 青岛市…规定
                return titled, False
            told = any(name.startswith(holder.name) for holder in places.holders(region))
            return (region if told else _told_apart(region, (subject, called, text))), False
    if central(issuers, title):
        return None, False
    home = home_region(text[:_HOME_REACH]) if _SPEAKS_FROM.search(text) else None
    home = home or _numbered(number or "", text) or _called(called)
    return home, home is not None


def _told_apart(region: Region, texts: Sequence[str]) -> Region:
    """Of the counties of one whole name the one in the only city that the first of the texts to name any names: 铁西区
    of a reply that is called 沈阳市铁西区：…."""
    alike = [other for other in gazetteer().counties(region.name) if other.full_name == region.full_name]
    for text in texts if len(alike) > 1 else ():
        held = [r for r in alike if any(holder.name in text for holder in gazetteer().holders(r)[:1])]
        if len(held) == 1:
            return held[0]
    return region


def _numbered(number: str, text: str) -> Region | None:
    """The region that the number begins with the sign of, where the text names it too, for other places share signs:
    津环罚字 of a text about 天津."""
    region = gazetteer().abbreviations.get(number[:1])
    return region if region and region.name in text else None


def _called(name: str) -> Region | None:
    """The region whose whole name a file is called after, or a body in brackets behind: …回复（江岸区教育局）."""
    names = (_BEFORE_PLACE.sub("", name), *re.findall("[（(]([^（）()]+)[）)]", name))
    places = gazetteer()
    regions = ((one, places.of_issuer(one)) for one in names)
    held = ((one, [r, *places.holders(r)]) for one, r in regions if r)
    return next((path[0] for one, path in held if one.startswith(tuple(r.full_name for r in path))), None)


def _headline(text: str) -> str:
    """The first of the text's first lines that begins with the whole name of a region and is no sentence:
    周口市召开疫情防控工作会议."""
    lines = (line.strip("#* \u3000") for line in text[:_HEAD].split("\n")[:_HEADLINES])
    begins = (line for line in lines if 0 < len(line) <= _LONGEST_HEADLINE and not _NO_HEADLINE.search(line))
    places = gazetteer()
    regions = ((line, places.of_issuer(_OF_PARTY.sub("", line))) for line in begins)
    named = ((line, [region, *places.holders(region)]) for line, region in regions if region)
    whole = (line for line, path in named if _OF_PARTY.sub("", line).startswith(tuple(r.full_name for r in path)))
    return next(whole, "")


def _is_part(titled: Region, region: Region, title: str) -> bool:
    """Whether the title begins with the whole name of a region that lies in the other."""
    return titled.parent == region.name and titled.level == "市" and title.startswith(titled.full_name)


_CENTRAL = re.compile(rf"国务院|{CENTRAL_BODY}|^(?:国家|中华人民共和国|中央|海关总署|.{{1,8}}部$)")


def central(issuers: tuple[str, ...], title: str | None) -> str | None:
    national = any(_CENTRAL.search(issuer) for issuer in issuers) or (title or "").startswith("中华人民共和国")
    return "国家" if national else None
