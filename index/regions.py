"""Regions of China: provinces, cities and counties, their names, levels and parents."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from index.documents import Span
from index.lexicon import fold, fold_text, fold_texts

LEVELS = ("国家", "省", "市", "县")
_NEW_OR_OLD = frozenset(["新城区", "老城区"])
"""Names of counties that are words of the language too."""
_AUTONOMOUS = re.compile("自治(?P<kind>[县旗])$")
_MUNICIPALITIES = frozenset(["11", "12", "31", "50"])
"""How the codes of 北京, 天津, 上海 and 重庆 begin, which call themselves 市."""


@dataclass(frozen=True)
class Region:
    """An administrative division. `name` is short (广东, 深圳), `full_name` official (广东省, 深圳市).

    `aliases` are folded: one-character abbreviations (粤), Latin and Korean spellings.
    """

    code: str
    name: str
    full_name: str
    level: str
    aliases: tuple[str, ...]
    parent: str | None

    @property
    def called(self) -> str:
        """The full name, of an autonomous county without the peoples: 道真县 for 道真仡佬族苗族自治县."""
        autonomous = _AUTONOMOUS.search(self.full_name)
        return self.name + autonomous["kind"] if autonomous else self.full_name

    @property
    def province(self) -> str:
        """Short name of the province it lies in; its own for a province."""
        return gazetteer().by_code[self.code[:2] + "0000"].name

    def lies_in(self, other: "Region") -> bool:
        """Whether it is a part of the other."""
        return self != other and self.code.startswith(other.code[: 2 * max(LEVELS.index(other.level), 1)])


class Gazetteer:
    """All regions, found by code or by the names that occur in a text."""

    def __init__(self, regions: list[Region]) -> None:
        self.regions = regions
        self.by_code = {region.code: region for region in regions}

    @cached_property
    def _sharing(self) -> dict[str, list[Region]]:
        """Folded name → its regions, the higher levels first."""
        spelled: list[tuple[str, Region]] = []
        higher = {region.name for region in self.regions if region.level != "县"}
        for region in sorted(self.regions, key=lambda region: LEVELS.index(region.level)):
            spelled.append((region.full_name, region))
            # A county's short name is too often an ordinary word (城关, 新城); only its full name counts.
            if region.level != "县":
                spelled += [(alias, region) for alias in (region.name, *region.aliases) if len(alias) > 1]
            elif region.called != region.full_name and region.name not in higher:  # 河南县域 is of 河南
                spelled.append((region.called, region))
        sharing: dict[str, list[Region]] = {}
        for name, (_, region) in zip(fold_texts([name for name, _ in spelled]), spelled, strict=True):
            sharing.setdefault(name, []).append(region)
        return sharing

    @cached_property
    def _names(self) -> dict[str, Region]:
        """Folded name → region. Where a name is shared, the higher level wins (吉林 is the province)."""
        return {name: sharing[0] for name, sharing in self._sharing.items()}

    @cached_property
    def _common(self) -> frozenset[str]:
        """Names that name a county only behind what it lies in: 新城区, and what several are called in full: 城区."""
        full = {name for name, sharing in self._sharing.items() if all(r.name == r.full_name == name for r in sharing)}
        return frozenset(name for name in full if len(self._sharing[name]) > 1) | _NEW_OR_OLD

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        """The first two characters of names → the folded names, longest first."""
        names: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            names.setdefault(name[:2], []).append(name)
        return names

    def _name_at(self, text: str, at: int) -> str | None:
        """The longest name that stands at that place of a folded text; one in Latin letters only as whole words."""
        for name in self._by_beginning.get(text[at : at + 2], ()):
            if text.startswith(name, at) and not (name.isascii() and _inside_word(text, at, at + len(name))):
                return name
        return None

    @cached_property
    def abbreviations(self) -> dict[str, Region]:
        """粤 → 广东."""
        return {a: region for region in self.regions for a in region.aliases if len(a) == 1}

    def mentions(self, text: str) -> Iterator[tuple[Span, Region]]:
        """Every region named in `text`, longest names first, with its span in the text as given.

        Of several counties of one name it is the one in the place named last before, as far as one is: 南通市通州区.
        """
        folded = fold(text)
        at, end = 0, -1
        before: Region | None = None
        while at < len(folded.text):
            name = self._name_at(folded.text, at)
            region = self._meant(name, before) if name else None
            if name and region and (name not in self._common or (end == at and before and region.lies_in(before))):
                yield folded.original(at, at + len(name)), region
                at, end, before = at + len(name), at + len(name), region
            else:
                at += len(name or " ")

    def _meant(self, name: str, before: Region | None) -> Region:
        """Of the regions that share the name the one that is meant behind another."""
        sharing = self._sharing[name]
        if before is None or sharing[0].level != "县":
            return sharing[0]
        return next((region for region in sharing if region.lies_in(before)), sharing[0])

    def holders(self, region: Region) -> list[Region]:
        """What the region lies in, the nearest first: 南京 and 江苏 for 玄武区."""
        above = [self.by_code.get(code) for code in (region.code[:4] + "00", region.code[:2] + "0000")]
        return [other for other in above if other is not None and region.lies_in(other)]

    def named(self, name: str) -> Region | None:
        """The region of that short, full, Latin or one-character name."""
        folded = fold(name).text
        return self._names.get(folded) or self.abbreviations.get(folded)

    @cached_property
    def _counties(self) -> dict[str, list[Region]]:
        counties: dict[str, list[Region]] = {}
        for region in self.regions:
            if region.level == "县":
                counties.setdefault(region.name, []).append(region)
        return counties

    def counties(self, name: str) -> list[Region]:
        """The counties of that short name."""
        return self._counties.get(name, [])

    def stated(self, name: str) -> Region | None:
        """The region of that name where nothing else can be meant: of a county its short name will do, if no other has
        it (昆山), and so does a path: 江苏省苏州市昆山市."""
        counties = self.counties(name.strip())
        return self.named(name) or (counties[0] if len(counties) == 1 else self.of_issuer(name))

    def of_issuer(self, issuer: str) -> Region | None:
        """The lowest region that an organisation's name starts with: 广东省深圳市人民政府 → 深圳. Of several that share
        a name it is the one inside those named before: 吉林省长春市朝阳区."""
        found: Region | None = None
        rest = issuer
        while name := self._name_at(fold_text(rest), 0):
            inside = [region for region in self._sharing[name] if found is None or region.lies_in(found)]
            if not inside:
                break
            found, rest = inside[0], rest[len(name) :]
        return found


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether the characters around `text[start:end]`, a name in Latin letters, make it a part of a longer word; those
    of 在Wuhan的 do not."""
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return any(character.isalnum() and character < "\u1100" for character in around)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package."""
    rows = [
        line.split("\t")
        for line in files("index").joinpath("data/regions.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    names = {row[0]: row[1] for row in rows}
    regions = []
    for code, name, full_name, level, aliases in rows:
        # Counties under a province directly (429004 仙桃市) have no prefecture above them.
        parents = [] if level == "省" else [code[:4] + "00", code[:2] + "0000"][level == "市" :]
        parent = next((names[p] for p in parents if p in names and p != code), None)
        spelled = tuple(alias.replace("_", " ") for alias in aliases.split())
        regions.append(Region(code, name, full_name, level, spelled, parent))
    return Gazetteer(regions)


_OFTEN, _SHARE = 3, 0.7  # mentions, and share of them all, from which a text speaks from there
_OF_CITY = re.compile("[我本全]市(?!场)")
_OF_PROVINCE = re.compile("[我本全]省|全?(?<!行政)自治区")


def home_region(text: str) -> Region | None:
    """The region a text speaks from, judged by the places it names; None when it is not clear.

    A text that says 我省 and names places of one province far more often than of all others is of that province; one
    that says 我市 more often and names one city so is of the city.
    """
    named = [region for _, region in gazetteer().mentions(text)]
    province = _most(region.code[:2] for region in named if region.level in ("省", "市"))
    if province is None:
        return None
    city = _most(region.code[:4] for region in named if region.level != "省" and region.code.startswith(province))
    of_city = len(_OF_CITY.findall(text)) > len(_OF_PROVINCE.findall(text)) and province not in _MUNICIPALITIES
    found = gazetteer().by_code.get(f"{city}00") if city and of_city else None
    return found or gazetteer().by_code[f"{province}0000"]


def _most(codes: Iterable[str]) -> str | None:
    """What is named far more often than all others together."""
    votes = Counter(codes)
    if not votes:
        return None
    (code, most), total = votes.most_common(1)[0], sum(votes.values())
    return code if most >= _OFTEN and most / total >= _SHARE else None
