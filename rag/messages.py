"""What the engine itself says, in Chinese and English; everything else in an answer is quoted."""

from typing import Final

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "stated": ("明确提出 {count} 个{regions}：", "Stated by {count}{regions}:"),
    "stated_none": ("没有文件明确提出。", "No document states it."),
    "related": ("相近表述 {count} 个{regions}：", "Close wording in {count}{regions}:"),
    "absent": ("未提及 {count} 个：{names}", "Absent from {count}: {names}"),
    "absent_many": ("未提及 {count} 个，见核对表。", "Absent from {count}, in the table."),
    "examined": ("已检查 {examined} / {scope} 份文件。", "Examined {examined} of {scope} documents."),
    "city_of": ("{name}（{parent}）", "{name} ({parent})"),
    "other_words": ("用语不同，原文未用「{words}」", "other wording: «{words}» is not used"),
    "lacks": ("未含{items}", "without {items}"),
    "more": ("另有 {count} 个，见核对表", "and {count} more, in the table"),
    "insufficient": (
        "所查 {count} 份文件中没有依据回答此问题。",
        "No evidence to answer this in the documents searched ({count}).",
    ),
    "no_documents": ("范围内没有文件。", "No document is in scope."),
    "not_stated": ("未载明", "not stated"),
    "region": ("地区", "Region"),
    "document": ("文件", "Document"),
    "passage": ("原文", "Passage"),
    "verdict": ("判定", "Verdict"),
    "verdict_stated": ("明确提出", "stated"),
    "verdict_related": ("相近表述", "related"),
    "verdict_absent": ("未提及", "absent"),
    "note": ("差别", "Difference"),
    "document_id": ("文件编号", "Document id"),
    "regions_of": ("（{count} 个地区）", " (of {count} regions)"),
    "and_more": (" 等", " and {count} more"),
    "no_region": ("国家或未载明地区", "national, or no region stated"),
    "see_also": ("（另见{markers}）", " (see also {markers})"),
    "weaker": ("力度不同，原文为「{word}」", "other strength: «{word}»"),
    "has_more": ("{name}比{others}多出 {count} 项：{items}", "{name} has {count} more than {others}: {items}"),
    "nothing": ("无", "none"),
    "no_such_document": ("没有收录所问的文件。", "The document asked about is not indexed."),
    "no_place": ("没有{place}。", "There is no {place}."),
    "listed": ("共 {count} 份文件：", "{count} documents:"),
    "latest_of": ("按日期最近的 {count} 份（共 {among} 份）：", "The latest by date, {count} of {among}:"),
    "earliest_of": ("按日期最早的 {count} 份（共 {among} 份）：", "The earliest by date, {count} of {among}:"),
    "none_listed": (
        "共 0 份：所收录的 {count} 份文件中没有这样的文件。",
        "None of the {count} documents indexed is such.",
    ),
    "content": ("内容", "Content"),
    "date": ("日期", "Date"),
    "genre": ("文种", "Genre"),
    "in_group": ("{name} {count} 份", "{name}: {count}"),
    "by_group": ("其中：{groups}", "Of these: {groups}"),
    "other_regions": ("其他", "others"),
    "undated_left_out": (
        "另有 {count} 份文件未载明日期，未列入。",
        "{count} documents state no date and are not in it.",
    ),
    "earliest": ("最早：{name}，{date}", "Earliest: {name}, {date}"),
    "latest": ("最晚：{name}，{date}", "Latest: {name}, {date}"),
    "undated": ("未载明日期：{names}", "No date stated: {names}"),
    "all_cite": ("{count} 份文件均引用：{cited}", "All {count} documents cite: {cited}"),
    "article_count": ("共 {count} 条", "{count} articles"),
    "nearest": ("最接近的段落（不是答案）：", "Nearest passages (not an answer):"),
    "other_region": (
        "{region}自己的文件没有写明；以下依据出自其他地区的文件。",
        "{region}'s own documents do not say; this evidence is from another region's document.",
    ),
    "unknown_place": ("索引中没有{name}的文件。", "The index has no document of {name}."),
    "llm_failed": (
        "语言模型未能作答（{reason}），已改为原文摘录。",
        "The language model failed ({reason}); answered by quotation.",
    ),
    "repealed": ("《{title}》已被《{by}》废止。", "«{title}» has been repealed by «{by}»."),
    "void": ("《{title}》的时效性为“{status}”。", "«{title}» is marked as {status}."),
    "expired": ("《{title}》的有效期已于{date}届满。", "«{title}» expired on {date}."),
    "newer": ("《{title}》（{date}）另有更新的文本：{by}。", "There is a newer text of «{title}» ({date}): {by}."),
    "amended": ("《{title}》已被《{by}》修改。", "«{title}» has been amended by «{by}»."),
    "not_in_force": ("《{title}》自{date}起施行，尚未生效。", "«{title}» comes into force on {date}."),
    "more_notices": ("另有 {count} 份所引文件的效力有变动。", "The force of {count} more cited documents has changed."),
    "smalltalk": (
        "您好，我是政问，只根据已收录的政策文件作答，每句话都有原文出处。"
        "可以问我：哪些省份提出某项政策、某份文件的规定、文号或日期，也可以比较几个地区。",
        "Hello, I am Zhengwen. I answer from the indexed policy documents alone, every sentence with its source. "
        "Ask me which provinces state a policy, what a document says, its number or date, or to compare regions.",
    ),
    "title": ("标题", "Title"),
    "document_number": ("文号", "Document number"),
    "issuers": ("发文机关", "Issuer"),
    "issued_on": ("成文日期", "Issued on"),
    "published_on": ("发布日期", "Published on"),
    "effective_on": ("施行日期", "Effective on"),
    "index_number": ("索引号", "Index number"),
    "cites": ("引用文件", "Cites"),
    "articles": ("条数", "Articles"),
}


def say(key: str, language: str, **values: object) -> str:
    """The phrase in Chinese for a Chinese question, in English for any other."""
    return _WORDS[key][0 if language.startswith("zh") else 1].format(**values)
