"""The names of a table's columns: which rows tell them, and each row below said with them."""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from index.loaders.builder import TextBuilder

Row = Sequence[str]

HEADER_ROWS = 3  # rows that the names of the columns may take
_LONGEST_NAME = 60  # characters of a column's name
_SAMPLE = 20  # rows that show what a column holds
_NAMED = 2 / 3  # of the cells of a row that names columns; of a form's rows every second cell is a label
# What columns of official tables are called, a unit or an aside in brackets behind it.
_NAME = re.compile(
    r"(?:序号|编号|号码|文号|字号|代码|名称|姓名|名单|标题|题名|地区|省份|城市|区域|区县|县区|市县|乡镇|街道|地点|地址|单位|部门|机构|机关"
    r"|企业|主体|对象|负责人|联系人|责任人|内容|事项|任务|项目|指标|目标|类别|类型|分类|种类|性质|属性|级别|等级|层级|标准"
    r"|条件|要求|依据|措施|举措|政策|方式|范围|期限|时限|时间|日期|年份|年度|月份|金额|资金|经费|补助|补贴|奖励|投资|数量"
    r"|人数|户数|面积|规模|比例|比重|增长|增速|增幅|单价|价格|费用|税率|分值|得分|权重|备注|说明|电话|专业"
    r"|学历|职务|职称|岗位|性别|年龄|品种|规格|型号|(?:[12]\d{3}|[一二三四五六七八九〇○]{4})年(?:度|目标)?)"
    r"(?:[（(][^（()）]{1,20}[）)])?\Z|[（(][^（()）]*(?:元|[%％]|[个人户吨亩家项年天日次台套件]|公里|公顷|小时|平方米)[）)]\Z"
)
_NAME_LENGTH = 20  # characters; what is longer ends like a name by chance
_WORDS = 5  # characters; shorter ones may well come twice: 是, 100
_NUMBER = re.compile(r"\s*[+-]?[\d,，.]+\s*[%％]?\s*")


def header(sample: Sequence[Row]) -> tuple[Sequence[Row], list[str] | None, int]:
    """The rows above the table, its columns' names, None where its first full row is data, and where its data begins.

    Names may stand in several rows, the upper ones over several columns: 补助 over 2024年 and 2025年.
    """
    for position, row in enumerate(sample):
        if sum(1 for cell in row if cell.strip()) < 2:
            continue
        names = [" ".join(cell.split()) for cell in row]
        for end in range(position + 1, min(position + HEADER_ROWS + 1, len(sample))):
            told = [name for name in names if name]
            below = _names_below(names, sample[end]) if _are_names(sample[end - 1]) else None
            if below is None:
                if _are_names(sample[end - 1]) and len(set(told)) == len(told):
                    return sample[:position], names, end
                break
            names = below
        break
    return (), None, 0


def _names_below(names: Sequence[str], row: Row) -> list[str] | None:
    """The names together with those that the row has below one that spans several columns; None where it has none.

    A name spans the columns where it is said again, and those without a name behind it. A row of data says something
    new below the others too.

    >>> _names_below(["地区", "补助", "", "备注"], ["", "2024年", "2025年", ""])
    ['地区', '补助 2024年', '补助 2025年', '备注']
    """
    cells = [" ".join(cell.split()) for cell in row[: len(names)]] + [""] * (len(names) - len(row))
    over = list(names)
    for at in range(1, len(over)):
        over[at] = over[at] or (over[at - 1] if cells[at] else "")
    spanning = {name for name in over if name and over.count(name) > 1}
    new = [cell not in ("", name) for name, cell in zip(over, cells, strict=True)]
    if (
        not spanning
        or not _are_names(cells)
        or any(n and name not in spanning for n, name in zip(new, over, strict=True))
    ):
        return None
    if sum(new) < 2:
        return None
    return [f"{name} {cell}" if n else name for name, cell, n in zip(over, cells, new, strict=True)]


def _are_names(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return all(len(cell) <= _LONGEST_NAME and not _has_number(cell) for cell in cells)


def _has_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").removesuffix("%").removeprefix("-").isdecimal() and len(cell) != 4


def add_table(
    builder: TextBuilder, rows: Sequence[Row], marked: int = 0, plain: Callable[[Row], None] | None = None
) -> Sequence[str] | None:
    """Add the rows of a table that stands in a document, with the names of its columns where it tells them, which it
    returns, else in the way `plain`; `marked` are the first rows, which the format itself marks as names."""
    above, names, start = header_in_text(rows, marked)
    for row in above:
        builder.add(" ".join(cell for cell in row if cell.strip()))
    for row in rows[start:]:
        if names is None:
            (plain or builder.add_row)(_each_once(row))
        else:
            add_row(builder, names, row)
    return names


def add_row(builder: TextBuilder, names: Sequence[str], row: Row) -> None:
    """Add a row below columns of these names; the names said again, on the next page for one, are left out."""
    if _filled(row) < 2:
        builder.add_row([cell for cell in row if cell.strip()])
    elif not _again(names, row):
        named = _spanned(list(zip_longest(names[: len(row)], row, fillvalue="")))
        if names[0]:
            builder.add_record(named, heading=False)
        else:  # which begins like a line of the text: 一、农业
            builder.add_row([f"{name}：{cell}" if name else cell for name, cell in named if cell.strip()])


def _each_once(row: Row) -> Row:
    """The cells of a row without what the one before them says, as a wide cell does in each of its columns."""
    kept = [at for at, cell in enumerate(row) if at == 0 or cell != row[at - 1] or len(cell) < _WORDS]
    return [row[at] for at in kept]


def _spanned(named: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The cells of a row, words that are said in several columns side by side once under all their names.

    >>> _spanned([("地区", "合计"), ("年份", "合计"), ("补助", "30"), ("人数", "30")])
    [('地区、年份', '合计'), ('补助', '30'), ('人数', '30')]
    """
    found: list[tuple[str, str]] = []
    for name, cell in named:
        if found and name and cell.strip() and cell == found[-1][1] and not _NUMBER.fullmatch(cell):
            found[-1] = f"{found[-1][0]}、{name}", cell
        else:
            found.append((name, cell))
    return found


def header_in_text(rows: Sequence[Row], marked: int = 0) -> tuple[Sequence[Row], list[str] | None, int]:
    """`header` of a table that stands in a document. Forms, and labels with their values, are tables there too: unless
    the format marks them, a first row names the columns only where its words, or the figures below it, say so.

    >>> header_in_text([["地区", "补助（万元）"], ["吉林", "100"]])[1:]
    (['地区', '补助（万元）'], 1)
    >>> header_in_text([["单位名称", "某厂"], ["电话", "123"]])[1] is None
    True
    """
    above, names, start = header(rows[:_SAMPLE])
    if start < marked:
        above, names, start = _marked_header(rows, marked)
    if not names or not all(names[1:]) or not (marked or _name(names, rows[start : start + _SAMPLE])):
        return (), None, 0
    return above, names, start


def looks_named(names: Row, below: Sequence[Row]) -> bool:
    """Whether a first row names the columns in a format that sets the first one of every table apart: it has nothing
    but short words, and is none of a form, where each label stands beside its value.

    >>> looks_named(["罪行", "罪名"], [["醉酒驾驶", "危险驾驶罪"]])
    True
    >>> looks_named(["单位名称", "某厂"], [["电话", "123"]])
    False
    """
    labels = [cell for row in [names, *below] for cell in row[::2] if cell]
    is_form = (
        len(names) % 2 == 0
        and sum(map(_is_name, labels)) > _NAMED * len(labels)
        and not any(map(_is_name, names[1::2]))
    )
    return all(names[1:]) and _are_names(names) and not is_form


def _marked_header(rows: Sequence[Row], marked: int) -> tuple[Sequence[Row], list[str], int]:
    """The names that several rows tell one below another."""
    first = next((at for at, row in enumerate(rows[:marked]) if _filled(row) > 1), marked)
    columns = zip_longest(*rows[first:marked], fillvalue="")
    names = [" ".join(dict.fromkeys(" ".join(cell.split()) for cell in column if cell.strip())) for column in columns]
    return rows[:first], names, marked


def _name(names: Row, below: Sequence[Row]) -> bool:
    """Whether the names say what columns hold, by the words usual for it or above nothing but figures, and the rows
    below them do not."""
    rows = [row for row in below if not _again(names, row)]
    columns = [[row[at] for row in rows if at < len(row) and row[at].strip()] for at in range(len(names))]
    labels = [sum(map(_is_name, column)) for column in columns]
    told = [
        _is_name(name) or any(map(_is_name, name.split())) or (_are_figures(column) and not beside)
        for name, column, beside in zip(names, columns, [0, *labels], strict=False)
        if name
    ]
    share = sum(told) / len(told)
    return share >= _NAMED and sum(labels) < share / 2 * sum(map(len, columns))


def _again(names: Row, row: Row) -> bool:
    """Whether the row says the names once more, or some of those in several rows."""
    return all(cell in name for name, cell in zip(names, row, strict=False))


def _are_figures(column: Sequence[str]) -> bool:
    return len(column) > 1 and all(map(_NUMBER.fullmatch, column))


def _is_name(cell: str) -> bool:
    words = "".join(cell.split())
    return len(words) <= _NAME_LENGTH and bool(_NAME.search(words))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())
