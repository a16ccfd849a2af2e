"""The cells of a table's row: a figure with the unit that the name of its column has."""

import re

from index.lexicon import simplified
from rag.language.amounts import UNIT

_UNIT = re.compile(
    r"(?P<name>(?:(?<=\| )|^)[^|：]{1,60}?)[（(](?:单位[：:]?)?"
    rf"(?P<unit>[十百千万亿]*(?:{UNIT}|兆瓦|公斤|千克|毫克|毫米|厘米|微克)(?:[/／·每][^()（）|：]{{1,8}})?)[)）]"
    r"：(?P<figure>\d[\d,，.]*(?:\s*[-–—~～至]\s*\d[\d,，.]*)?)(?=\s*(?:\||$))"
)

_UNIT_OF_TABLE = re.compile(rf"\((?:单位[:：])?(?P<unit>[十百千万亿]*(?:{UNIT})(?:[/-][^()]{{1,8}})*)\)[:：。]?$")


def unit_of_table(introduction: str) -> str:
    """The unit of all figures of the table that a folded line introduces; empty where it states none.

    >>> unit_of_table("实行分档租金,见下表(元/平方米-月):"), unit_of_table("见下表:")
    ('元/平方米-月', '')
    """
    found = _UNIT_OF_TABLE.search(introduction)
    return found["unit"] if found else ""


def with_units(row: str) -> str:
    """The row of a table with the unit of a column behind its figures; any other text as it is.

    >>> with_units("层数：6层 | 基础补助（万元）：15 | 上限（万元）：19")
    '层数：6层 | 基础补助：15万元 | 上限：19万元'
    >>> with_units("项目：甲站 | 规模（万千瓦）：10／40 | 投资（计划）：3")
    '项目：甲站 | 规模（万千瓦）：10／40 | 投资（计划）：3'
    """
    if " | " not in row:
        return row
    plain, told, last = simplified(row), "", 0
    for match in _UNIT.finditer(plain):
        name, unit, figure = (row[slice(*match.span(part))] for part in ("name", "unit", "figure"))
        told += f"{row[last : match.start()]}{name}：{figure}{unit}"
        last = match.end()
    return told + row[last:]
