"""Metadata that stands beside the text: YAML front matter, a side-car file, the names that others give its fields."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import UnreadableFile
from index.lexicon import simplified

FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("信息名称", "法规名称", "标题", "名称", "文件名称", "title", "name"),
    "issuers": (
        *("发文机关", "发文机构", "发文单位", "制发机关", "成文单位", "制定机关", "issuers", "issuer"),
        *("issuing_authority", "authority", "agency"),
    ),
    "publisher": ("发布机构", "发布单位", "公开主体", "publisher"),
    "document_number": ("文号", "发文字号", "发文文号", "文件编号", "document_number", "number", "doc_number"),
    "index_number": ("索引号", "索取号", "信息索引号", "信息索引", "政府信息索引号", "index_number"),
    "issued_on": ("成文日期", "生成日期", "印发日期", "发文日期", "issued_on", "issue_date"),
    "published_on": ("发布日期", "发布时间", "公开日期", "公发布日", "published_on", "publish_date", "published"),
    "amended_on": ("修订日期", "修正日期", "修改日期", "amended_on", "amend_date"),
    "effective_on": (
        *("施行日期", "实施日期", "生效日期", "effective_on", "implement_date", "implementation_date"),
        "effective_date",
    ),
    "expires_on": ("失效日期", "废止日期", "有效期至", "expires_on", "expiry_date", "expire_date"),
    "status": ("时效性", "效力状态", "效力范围", "有效性", "时效", "status"),
    "genre": ("文种", "体裁", "公文种类", "genre"),
    "region": ("地区", "地域", "region"),
    "keywords": ("主题词", "关键词", "关键字", "标签", "keywords", "tags"),
    "addressees": ("主送机关", "addressees"),
    "source_url": ("原文链接", "来源", "链接", "网址", "source_url", "url", "link", "source"),
}
"""Metadata field → its names in the tables of pages and in YAML. A publisher is whose page it is, not who issued it."""

_FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}
_SEPARATOR = "、"
SIDE_CAR = ".meta.yaml"
_FRONT_MATTER = re.compile(r"\A\s*---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_LONGEST_YAML = 20_000  # characters; longer is no metadata


def front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""What the YAML at the start of a Markdown text states, by field, and the text behind it.

    What is not a mapping in YAML is text.

    >>> front_matter('---\ntitle: "某条例"\npublish_date: 2019-03-02\n---\n第一条 …')
    ({'title': '某条例', 'published_on': '2019-03-02'}, '第一条 …')
    >>> front_matter("---\n某条例\n---\n")
    ({}, '---\n某条例\n---\n')
    """
    match = _FRONT_MATTER.match(text, 0, _LONGEST_YAML)
    values = _mapping(match.group(1)) if match else None
    if match is None or values is None:
        return {}, text
    return by_field(values), text[match.end() :]


def side_car_of(path: Path) -> Path | None:
    """The side-car of a file: 通知.docx.meta.yaml, or else 通知.meta.yaml."""
    folder = str(path).removesuffix(path.name)  # as text: this is asked of every file of every run
    for name in (path.name, path.stem):
        beside = f"{folder}{name}{SIDE_CAR}"
        if os.path.isfile(beside):
            return Path(beside)
    return None


def side_car(path: Path) -> dict[str, str]:
    """What the side-car of a file states, by field; nothing without one. Raises UnreadableFile for a broken one."""
    beside = side_car_of(path)
    if beside is None:
        return {}
    try:
        values = _mapping(beside.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{beside}: 无法读取 / cannot be read: {error}") from error
    if values is None:
        raise UnreadableFile(f"{beside}: 不是 YAML 键值 / not a YAML mapping of names to values")
    return by_field(values)


def by_field(values: Mapping[str, Any]) -> dict[str, str]:
    """The values whose names are known, by metadata field, as text; lists are joined by 、, nested ones left out.

    >>> by_field({"发文机关": ["甲厅", "乙局"], "Publish_Date": date(2019, 3, 2), "colour": "red"})
    {'issuers': '甲厅、乙局', 'published_on': '2019-03-02'}
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        field = _FIELD_OF.get(simplified(str(name)).strip().lower().replace("-", "_").replace(" ", "_"))
        text = _text(value)
        if field and text and (field != "source_url" or text.startswith("http")):
            found.setdefault(field, text)
    subtitle = _text(values.get("subtitle") or values.get("副标题"))
    if subtitle and "title" in found:
        found["title"] = f"{found['title']} {subtitle}"
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _SEPARATOR.join(filter(None, (_text(one) for one in value if not isinstance(one, list))))
    return str(value).strip() if isinstance(value, str | int | float | date) else ""


def _mapping(text: str) -> dict[str, Any] | None:
    import yaml

    if len(text) > _LONGEST_YAML:
        return None
    try:
        values = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None
