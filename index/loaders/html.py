"""Web pages: the text without menus, tools and footers; tables, headings, and what the meta tags state.

Government sites lay text out in tables, in divisions or in line breaks, so that the text is what remains when the
furniture is taken away, not the one element that looks most like an article.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.dates import DATE, iso_date
from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.builder import TextBuilder
from index.loaders.columns import add_table, header_in_text
from index.loaders.fields import TEXT, field_of, stated
from index.loaders.loaded import Loaded
from index.loaders.raised import raised
from index.loaders.text import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CHARSET_REACH = 4096  # bytes; browsers look no further than 1,024
_NEVER_TEXT = frozenset(
    ["script", "style", "noscript", "template", "select", "option", "textarea", "iframe", "object", "embed", "svg"]
    + ["canvas", "audio", "video", "rt", "rp", "title", "nav", "footer", "button"]
)
_FURNITURE_TAGS = frozenset(["header", "aside"])
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_CHINESE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BLOCKS = _HEADINGS | frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure"]
    + ["figcaption", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead"]
    + ["tr", "ul"]
)
_FURNITURE = re.compile(
    r"(?<!\S)(?:(?:\w+[-_])?(?:nav|navbar|menu|footer|foot|copyright|breadcrumbs?\w*|crumbs?|share|sharing|sidebar|toolbar"
    r"|pagination|qrcode)|header|head|top|bottom|position|location|tools?|print|related|search|pager|bdshare\w*"
    r"|breadcrumb\w*)(?!\S)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOOL = (
    r"微信扫码.{0,10}|字[号体]|大|中|小|默认|超大|打印(?:本页|此页)?|关闭(?:本页|窗口|此页)?|收藏|分享(?:到)?|微信|微博|朋友圈|QQ空间|纠错"
    r"|扫一扫.{0,20}|返回(?:顶部|上页|首页|列表)?|复制链接|下载|听全文|(?:语音|全文|AI)?(?:朗读|播报)|继续访问|放弃|我要(?:打印|纠错)|上一[篇条].*|下一[篇条].*|浏览次数.{0,12}|责任编辑.{0,30}|无障碍浏览|视力保护色"
)
_TOOLS = re.compile(rf"(?:[\s【】\[\]|｜：:、/·>]*+(?>{_TOOL}))++[\s【】\[\]|｜：:、/·]*")
_FONT_SIZES = re.compile(r"\s*[【\[(（]?\s*(?<!发文)字[号体]\s*[:：].{0,60}$")  # behind the date and the source
_PLACE = re.compile(r"(?:您?的?(?:现在|当前)?(?:所在|所处)?的?)位置\s*[:：]|(?:网站)?首页\s*(?:[>＞»›→]|&gt;)")
_TODAY = re.compile(rf"(?:今天是\s*[:：]?\s*)?{DATE}\s*星期[一二三四五六日天]")
_ELSEWHERE = re.compile(r"(?:相关|热门|热点|推荐|延伸|关联)(?:解读|阅读|文件|链接|稿件|文章|信息|内容|新闻|政策|推荐)")
_IMPRINT = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|访问的链接即将离开|Copyright\s*(?:©|\(c\)|\d)|网站地图", re.IGNORECASE
)
_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|csv|pptx?|txt|rtf|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)
_IMPRINT_SIZE = 1000  # characters; what has more is no footer
_TOOLS_SIZE = 200
_MENU_LINKS = 3  # links with little between them are a menu
_MENU_SHARE = 0.6
_DAY = re.compile(r"[\[（(]?(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?")  # beside the links of a list
_MENU_WORDS = 200  # characters outside its links; what has more has a text, whose menus are told from it one by one
_FURNITURE_SHARE = 0.3  # of a page's text; what has more is no furniture, whatever its class is called
_TITLE_REACH = 2000  # characters within which a page shows its title
_SHORTEST_TITLE = 5  # characters; 首页 and 政策文件 name a place
_CELL = 200  # characters; a cell with more, in paragraphs, lays out a page
_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{2,8}[:：]")  # that begins an element stands apart from the one before
_SOURCE = re.compile(r"来源\s*[:：]")
_PRESS = re.compile(r"(?:网|网站|报|社|平台|客户端|公众号)$")


def load_html(data: bytes) -> Iterator[Loaded]:
    """The page. Raises UnreadableFile when it cannot be parsed or says nothing."""
    from lxml import etree, html

    if len(data) > limits.MARKUP_BYTES:
        raise UnreadableFile(f"网页超过 {limits.MARKUP_BYTES >> 20} MB / the page is larger than that")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode_page(data))
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(f"网页无法解析 / the page cannot be parsed: {error}") from error
    metadata = _metadata(root)
    body = root.find("body")
    if body is None:
        raise UnreadableFile("网页没有正文 / the page has no text")
    page = _Page(body, _furniture(body))
    lines = [" ".join(line.split()) for line in page.read(None, {}).text[:_TITLE_REACH].split("\n")]
    title = metadata.get("title") or _heading(root) or ("" if _states_title(lines) else _window_title(root))
    if title:
        metadata = {"title": title} | metadata
    published = next(filter(None, map(_published, lines)), None)
    if published:
        metadata = {"published_on": published} | metadata
    yield page.read(title if title and title not in lines else None, metadata)


def decode_page(data: bytes) -> str:
    """The characters of a page in the encoding that it declares or, where that fails, the one that it is in.

    GB2312 and GBK mean GB18030, which has all their characters.
    """
    declared = _CHARSET.search(data[:_CHARSET_REACH])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    encoding = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
    for candidate in ("utf-8-sig", encoding):
        try:
            return data.decode(candidate)
        except (UnicodeDecodeError, LookupError):
            continue
    return decode(data)


def _metadata(root: Any) -> dict[str, str]:
    """What the meta tags state (政府网站发展指引: SiteName, ArticleTitle, PubDate, ContentSource, Url …)."""
    named = []
    for meta in root.iter("meta"):
        name, content = meta.get("name") or meta.get("property") or "", meta.get("content") or ""
        if name.lower() == "contentsource":
            name = "issuers" if not _PRESS.search(content.strip()) else ""
        named.append((name.removeprefix("og:"), content))
    found = stated(named)
    for doubtful in (TEXT, "genre", "status"):
        found.pop(doubtful, None)
    return found


def _heading(root: Any) -> str | None:
    """The heading of the page, where it has one of the first level."""
    found = [" ".join(each.text_content().split()) for each in root.iter("h1")]
    return found[0] if len(found) == 1 and len(found[0]) >= _SHORTEST_TITLE else None


def _window_title(root: Any) -> str | None:
    """The page's title without the site's name behind it."""
    found = root.find(".//title")
    whole = "" if found is None else " ".join(found.text_content().split())
    title = re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-{1,2}(?=[\u4e00-\u9fff]{2,12}(?:-|$))", whole)[0]
    return title if len(title) >= _SHORTEST_TITLE else None


def _states_title(lines: Sequence[str]) -> bool:
    """Whether the page's table of labels has the title, which the window may name after the site."""
    cells = (re.split(r"[:：|]", line.strip("| "), maxsplit=1)[0] for line in lines if "|" in line or "：" in line)
    return any(field_of(cell) == "title" for cell in cells)


def _published(line: str) -> str | None:
    """The date in the line below a page's title, beside where its text comes from."""
    return iso_date(line) if len(line) < _TOOLS_SIZE and _SOURCE.search(line) else None


def _furniture(body: Any) -> set[Any]:
    """The elements of the page that are menus, tools, footers or not shown, with all that is in them."""
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    sizes, linked, links = dict.fromkeys(elements, 0), dict.fromkeys(elements, 0), dict.fromkeys(elements, 0)
    for element in reversed(elements):  # children come before their parents
        if element.tag in _NEVER_TEXT:
            sizes[element] = 0
        else:
            sizes[element] += _size(element.text)
        if element.tag == "a" and not _ATTACHED.search(element.get("href") or ""):
            linked[element], links[element] = sizes[element], 1
        parent = element.getparent()
        if element is not body:
            sizes[parent] += sizes[element] + _size(element.tail)
            linked[parent] += linked[element]
            links[parent] += links[element]
    dropped: set[Any] = set()
    tables = {
        part for table in body.iter("table") if _has_header(table) for part in (*table.iter(), *table.iterancestors())
    }
    for element in elements[1:]:
        small = sizes[element] < _FURNITURE_SHARE * sizes[body]
        if (
            element.getparent() in dropped
            or element.tag in _NEVER_TEXT
            or (small and _is_furniture(element))
            or (
                (links[element] >= _MENU_LINKS or (links[element] and _ELSEWHERE.match(_words(element))))
                and linked[element] > _MENU_SHARE * sizes[element]
                and sizes[element] - linked[element] < _MENU_WORDS
                and element not in tables
            )
            or (
                element.tag in _BLOCKS and small and sizes[element] < _IMPRINT_SIZE and _IMPRINT.search(_words(element))
            )
        ):
            dropped.add(element)
    return dropped


def _has_header(table: Any) -> bool:
    """Whether a table is one of data by its header cells, in whose rows links are no menu."""
    rows = list(table.iter("tr"))
    return len(rows) > 1 and sum(1 for _ in rows[0].iterchildren("th")) > 1


def _is_furniture(element: Any) -> bool:
    """Whether an element is one by its kind, by the name of its class, by its style or as a line of buttons."""
    if element.tag in _FURNITURE_TAGS or element.get("hidden") is not None:
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if any(_FURNITURE.search(element.get(name) or "") for name in ("class", "id")):
        return True
    if element.tag not in _BLOCKS:
        return False
    words = _words(element, _TOOLS_SIZE)
    return bool(_TOOLS.fullmatch(words) or _PLACE.match(words) or _TODAY.fullmatch(words))


def _size(text: str | None) -> int:
    """How many characters are shown, without a date that stands alone."""
    words = "".join((text or "").split())
    return 0 if _DAY.fullmatch(words) else len(words)


def _words(element: Any, most: int = 1000) -> str:
    """The words in an element, none where it has more than `most` characters."""
    found, length = [], 0
    for piece in element.itertext():
        found.append(piece)
        length += len(piece)
        if length > most:
            return ""
    return " ".join("".join(found).split())


class _Page:
    """One way through a page, paragraph by paragraph."""

    def __init__(self, body: Any, dropped: set[Any]) -> None:
        self._body = body
        self._dropped = dropped
        self._builder = TextBuilder()
        self._line: list[str] = []
        self._level: int | None = None
        self._typed = False  # whether line breaks of the source are shown

    def read(self, title: str | None, metadata: Mapping[str, str]) -> Loaded:
        """The page with the title, if any, above it."""
        self._builder = TextBuilder()
        if title:
            self._builder.add(title, 1)
        self._children(self._body)
        self._end()
        return self._builder.build(metadata=metadata)

    def _say(self, text: str) -> None:
        lines = text.splitlines() if self._typed else [text]
        for line in lines[:-1]:
            self._line.append(line)
            self._end()
        self._line += lines[-1:]

    def _children(self, parent: Any) -> None:
        self._say(parent.text or "")
        items = 0
        for child in parent:
            if isinstance(child.tag, str) and child not in self._dropped:
                items += child.tag == "li"
                if child.tag not in _BLOCKS and _LABEL.match(child.text or "") and "".join(self._line).strip():
                    self._line.append(" ")
                self._element(child, f"{items}. " if parent.tag == "ol" and child.tag == "li" else "")
            self._say(child.tail or "")

    def _element(self, element: Any, number: str) -> None:
        tag = element.tag
        if tag == "br":
            self._end()
        elif tag == "sup":
            self._say(raised("".join(self._line), self._text(element)))
        elif tag == "table" and self._is_data(element):
            self._end()
            add_table(self._builder, list(self._rows(element)), self._marked(element), self._row)
        elif tag in _BLOCKS:
            self._end()
            self._level = int(tag[1]) if tag in _HEADINGS else self._level
            self._line.append(number)
            typed, self._typed = self._typed, self._typed or tag == "pre"
            self._children(element)
            self._end()
            self._typed = typed
            self._level = None if tag in _HEADINGS else self._level
        else:
            self._children(element)

    def _end(self) -> None:
        """End the paragraph."""
        text = _spaced("".join(self._line))
        self._line = []
        if len(text) < _TOOLS_SIZE:
            text = _FONT_SIZES.sub("", text)
        if text:
            self._builder.add(text, self._level)

    # Tables

    def _is_data(self, table: Any) -> bool:
        """Whether it holds rows of data, not the layout of a page."""
        if next(table.iterdescendants("table"), None) is not None:
            return False
        rows = list(table.iter("tr"))
        if all(len(row) < 2 for row in rows):
            return False
        laid_out = any(
            _size(self._text(cell)) > _CELL and next(cell.iter("p", "div", "br"), None) is not None
            for cell in table.iter("td")
        )
        return not laid_out or header_in_text(list(self._rows(table)), self._marked(table))[1] is not None

    def _marked(self, table: Any) -> int:
        """How many rows of header cells, or of bold ones, come before the others."""
        rows = [row for row in table.iter("tr") if row not in self._dropped and self._cells(row)]
        kinds = [all(cell.tag == "th" or row.getparent().tag == "thead" for cell in self._cells(row)) for row in rows]
        if not any(kinds):
            kinds = [all(map(_is_bold, self._cells(row))) for row in rows]
        return next((at for at, kind in enumerate(kinds) if not kind), 0)

    def _cells(self, row: Any) -> list[Any]:
        return [cell for cell in row if cell.tag in ("td", "th") and cell not in self._dropped]

    def _rows(self, table: Any) -> Iterator[list[str]]:
        """The cells of each row; what spans several rows or columns is said in each of them."""
        spanning: dict[int, tuple[int, str]] = {}  # column → rows still to come, text
        for row in table.iter("tr"):
            if row in self._dropped:
                continue
            cells: list[str] = []
            own = self._cells(row)
            column = 0
            while own or column in spanning:
                if column in spanning:
                    left, text = spanning.pop(column)
                    if left > 1:
                        spanning[column] = left - 1, text
                    cells.append(text)
                    column += 1
                    continue
                cell = own.pop(0)
                text = _spaced(self._text(cell))
                height, width = _span(cell, "rowspan"), _span(cell, "colspan")
                for _ in range(width if own or cells else 1):  # a caption across the whole table is said once
                    cells.append(text)
                    if height > 1:
                        spanning[column] = height - 1, text
                    column += 1
            if cells:
                yield cells

    def _row(self, cells: Sequence[str]) -> None:
        """A row of a table, or the lines that a row of labels and values stands for."""
        labels, values = cells[::2], cells[1::2]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:  # a box around a paragraph, with a sign beside it
            self._builder.add(filled[0])
        elif len(labels) == len(values) and all(label.endswith(("：", ":")) or not label for label in labels):
            for label, value in zip(labels, values, strict=True):
                if value:
                    self._builder.add("".join(label.split()) + value)
        else:
            self._builder.add_row(cells)

    def _text(self, element: Any) -> str:
        """The text of a cell, its blocks and lines apart."""
        parts = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and child not in self._dropped:
                apart = " " if child.tag in _BLOCKS or child.tag == "br" else ""
                text = self._text(child)
                parts += [apart, raised("".join(parts), text) if child.tag == "sup" else text, apart]
            parts.append(child.tail or "")
        return "".join(parts)


def _is_bold(cell: Any) -> bool:
    """Whether all the words in a cell are bold."""
    bold = sum(_size("".join(each.itertext())) for each in cell.iter("b", "strong"))
    return 0 < _size("".join(cell.itertext())) <= bold


def _span(cell: Any, name: str) -> int:
    """How many rows or columns the cell spans, a number that a page may get wrong."""
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), limits.COLUMNS) if value.isdecimal() and len(value) < 6 else 1


def _spaced(text: str) -> str:
    """`text` with the white space that a browser shows; a line break in the source is none between Chinese."""
    text = re.sub(rf"(?<={_CHINESE})[ \t]*[\r\n]\s*(?={_CHINESE})", "", text)
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip()
