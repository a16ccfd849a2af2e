"""The names under which pages, records and tables state a document's metadata and its text."""

import re
from collections.abc import Iterable

from index.lexicon import simplified

TEXT = "text"

_NAMES = {
    TEXT: "正文 内容 全文 文本 正文内容 文件内容 政策内容 text content body fulltext article maintext policytext",
    "title": "标题 题名 名称 文件名称 文件标题 政策标题 政策名称 信息名称 title articletitle headline name subject",
    "issuers": "发文机关 发文机构 发文单位 发布机构 发布单位 发布机关 制发机关 制定机关 成文单位 颁布单位 issuer "
    "issuers agency department publisher author",
    "document_number": "发文字号 文号 发文文号 文件编号 documentnumber docnumber docno fileno wenhao",
    "issued_on": "成文日期 发文日期 印发日期 生成日期 制定日期 issuedon issuedate issueddate",
    "published_on": "发布日期 发布时间 公布日期 公开日期 pubdate publishdate publisheddate publishedon publishtime "
    "publicationdate firstpublishedtime date",
    "effective_on": "施行日期 实施日期 生效日期 effectiveon effectivedate",
    "index_number": "索引号 索取号 信息索引 信息索引号 政府信息索引号 indexnumber indexno",
    "genre": "文种 体裁 公文种类 genre",
    "status": "时效性 效力状态 效力范围 有效性 时效 效力 status validity",
    "source_url": "网址 链接 原文链接 来源网址 url link sourceurl",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}


def field_of(name: str) -> str | None:
    """The field of `Metadata`, or `text`, that a name means; None for any other.

    >>> field_of("发文 字号："), field_of("Publish_Date"), field_of("补助金额")
    ('document_number', 'published_on', None)
    """
    return _FIELD_OF.get(re.sub(r"[\s_:：*-]", "", simplified(name)).lower())


def stated(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields that names and values state; of several values of one field the first."""
    found: dict[str, str] = {}
    for name, value in named:
        field = field_of(name)
        if field and value.strip():
            found.setdefault(field, value.strip())
    return found
