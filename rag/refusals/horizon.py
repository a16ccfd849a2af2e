"""What is so and what is to be: what of it a question asks for, and what a sentence tells of it."""

import re
from collections.abc import Collection

_TO_YEAR = r"(?<!截)[到至](?:19|20)\d\d年"
_ASKS_PRESENT = re.compile("已经|目前|截至|现有|现已|至今|迄今")
_ASKS_PLAN = re.compile("目标|计划(?=[^,。?]{0,2}[建设投培引开新到达在])|打算|[将想]要")
_ASKS_TARGET = re.compile(
    rf"{_TO_YEAR}|(?:19|20)\d\d年.{{0,4}}要|目标|打算|下一步|想让|[想将]要|力争|要达到|要[增加提升降]"
)
_PLANNED = re.compile(f"{_TO_YEAR}|力争|目标|规划|推动|打造|培育|建设|建成")
_PRESENT = re.compile(r"已|目前|截至|现有|累计|增加到|(?<!(?<!截)[到至])(?:19|20)\d\d年(?![底末前])")
_IS_SO = re.compile(r"已[从达经]|目前|截至|同比|(?:19|20)\d\d年[^,。;]{0,30}[为达]")
_IS_SO_FOR_YEARS = re.compile(r"连续(?:[\d一二三四五六七八九十]+|多)年")
_FUTURE = re.compile(f"{_TO_YEAR}|力争|目标|确保")
_IS_TO_BE = re.compile(f"{_TO_YEAR}|力争|目标|[要将]|以上|左右|确保|计划|规划|不低于|(?<!已)达到")


def asks_what_is(asked: str) -> bool:
    """Whether a normalised question asks for what is so already, and not for a plan.

    >>> asks_what_is("目前有多少家?"), asks_what_is("目前的目标是多少家?")
    (True, False)
    """
    return bool(_ASKS_PRESENT.search(asked)) and not _ASKS_PLAN.search(asked)


def asks_what_is_to_be(asked: str) -> bool:
    """Whether a normalised question asks for a target."""
    return bool(_ASKS_TARGET.search(asked))


def is_only_planned(said: str) -> bool:
    """Whether a normalised sentence says what is to be, and nothing that is so.

    >>> is_only_planned("建设园区3个"), is_only_planned("已建成园区3个")
    (True, False)
    """
    return bool(_PLANNED.search(said)) and not _PRESENT.search(said)


def is_so_already(years: Collection[str], said: str) -> bool:
    """Whether a normalised sentence says what is so, of none of the years of the question: 到2022年底开通多少 may ask
    for what is so.

    >>> is_so_already((), "目前有园区3个"), is_so_already(("2022",), "2022年达到3个"), is_so_already((), "力争达到3个")
    (True, False, False)
    """
    if any(year in said for year in years):
        return False
    if _IS_SO_FOR_YEARS.search(said) and not _FUTURE.search(said):
        return True  # 连续11年保持在50%以上
    return bool(_IS_SO.search(said)) and not _IS_TO_BE.search(said)
