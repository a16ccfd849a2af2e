"""Every sentence of the chat page, in Chinese and in English."""

from dataclasses import dataclass
from typing import Literal

from rag.records import Kind, Verdict

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Messages:
    """The page's texts in one language; `{…}` are filled in with `str.format`."""

    html_language: str
    title: str
    tagline: str
    other_language: str
    switch_language: str
    switch_theme: str
    new_conversation: str
    index_state: str
    no_index: str
    placeholder: str
    send: str
    stop: str
    welcome: str
    welcome_more: str
    examples: str
    first_step: str
    first_step_how: str
    folder: str
    first_step_then: str
    conversation: str
    evidence: str
    close: str
    sources: str
    documents: str
    source_label: str
    contents: str
    repeated_hint: str
    changed: str
    removed: str
    not_stated: str
    inferred: str
    region: str
    issuer: str
    document_number: str
    issued_on: str
    published_on: str
    index_number: str
    source_file: str
    source_url: str
    stages: dict[str, str]
    verdicts: dict[Verdict, str]
    kinds: dict[Kind, str]
    columns: tuple[str, str, str, str]
    summaries: dict[Verdict, str]
    separator: str
    nobody: str
    examined: str
    incomplete: str
    refused: str
    nearest: str
    extractive: str
    generated: str
    elapsed: str
    stopped: str
    failed: str
    understood_as: str


CHINESE = Messages(
    html_language="zh-CN",
    title="政问",
    tagline="政策文件问答，句句有据",
    other_language="EN",
    switch_language="Switch to English",
    switch_theme="切换明暗",
    new_conversation="新对话",
    index_state="{documents} 份文件 · {day} 更新",
    no_index="尚无索引",
    placeholder="就这些文件提问……",
    send="发送",
    stop="停止",
    welcome="想从政策文件里查什么？",
    welcome_more="答案由文件原文摘录而成，每句都可点开出处核对；文件没有写的，会直说没有。",
    examples="可以这样问",
    first_step="第一步：放入文件",
    first_step_how="在终端运行下面的命令，把存放政策文件的文件夹建成索引：",
    folder="文件夹",
    first_step_then="建好后本页会自动接上，无需重启。",
    conversation="对话",
    evidence="依据",
    close="关闭",
    sources="来源 ({count})",
    documents="在库文件 ({count})",
    source_label="来源 {marker}",
    contents="目录",
    repeated_hint="原文此处重复前文，未重复收录",
    changed="作答之后文件已更新，其中已没有这段原文。作答时的引文是：",
    removed="作答之后文件已从索引中删除。作答时的引文是：",
    not_stated="未载明",
    inferred="由行文推断",
    region="地区",
    issuer="发文机关",
    document_number="文号",
    issued_on="成文日期",
    published_on="发布日期",
    index_number="索引号",
    source_file="文件",
    source_url="来源网址",
    stages={"understand": "理解", "retrieve": "检索", "examine": "核对", "compose": "作答", "generate": "作答"},
    verdicts={"stated": "明确", "related": "相近", "absent": "未提"},
    kinds={
        "fact": "事实",
        "list": "列举",
        "metadata": "文件信息",
        "survey": "逐份核对",
        "comparison": "比较",
        "smalltalk": "",
    },
    columns=("地区", "结论", "原文", "差别"),
    summaries={
        "stated": "<strong>明确提出 {count} 个</strong>：{names}",
        "related": "<strong>相近表述 {count} 个</strong>：{names}",
        "absent": "<strong>未提及 {count} 个</strong>：{names}",
    },
    separator="、",
    nobody="没有",
    examined="{examined} / {scope} 份文件已检查",
    incomplete="范围内有 {count} 份文件未能检查，结论可能不全",
    refused="所查文件中没有依据回答此问题。",
    nearest="最接近的段落（不是答案）",
    extractive="依据原文摘录，未使用语言模型",
    generated="由 {model} 撰写，引文已逐条核对",
    elapsed="用时 {total}",
    stopped="已停止。问题放回了输入框，可修改后再发。",
    failed="出错了，本次未能作答。请重试；若仍如此，请查看服务器日志。",
    understood_as="按此理解：{question}",
)

ENGLISH = Messages(
    html_language="en",
    title="Zhengwen",
    tagline="Answers from policy documents, every sentence with its source",
    other_language="中文",
    switch_language="切换到中文",
    switch_theme="Switch light and dark",
    new_conversation="New chat",
    index_state="{documents} documents · updated {day}",
    no_index="No index yet",
    placeholder="Ask about these documents…",
    send="Send",
    stop="Stop",
    welcome="What would you like to find in the documents?",
    welcome_more="Answers are the documents’ own words; open any source to check it. "
    "What the documents do not say is told as such.",
    examples="For example",
    first_step="First step: add documents",
    first_step_how="Build an index of your folder of policy documents; in a terminal, run:",
    folder="FOLDER",
    first_step_then="This page picks it up by itself, no restart needed.",
    conversation="Conversation",
    evidence="Evidence",
    close="Close",
    sources="Sources ({count})",
    documents="Documents ({count})",
    source_label="Source {marker}",
    contents="Contents",
    repeated_hint="The original repeats an earlier passage here; it is indexed once",
    changed="This document was updated after the answer and no longer says this. The quotation as it was answered:",
    removed="This document was removed from the index after the answer. The quotation as it was answered:",
    not_stated="not stated",
    inferred="inferred from the wording",
    region="Region",
    issuer="Issuer",
    document_number="Document no.",
    issued_on="Issued",
    published_on="Published",
    index_number="Index no.",
    source_file="File",
    source_url="Web address",
    stages={
        "understand": "Understand",
        "retrieve": "Search",
        "examine": "Check",
        "compose": "Answer",
        "generate": "Answer",
    },
    verdicts={"stated": "stated", "related": "related", "absent": "not mentioned"},
    kinds={
        "fact": "fact",
        "list": "list",
        "metadata": "document facts",
        "survey": "all documents checked",
        "comparison": "comparison",
        "smalltalk": "",
    },
    columns=("Region", "Verdict", "Original wording", "Difference"),
    summaries={
        "stated": "<strong>Stated by {count}</strong>: {names}",
        "related": "<strong>Close wording in {count}</strong>: {names}",
        "absent": "<strong>Not mentioned by {count}</strong>: {names}",
    },
    separator=", ",
    nobody="none",
    examined="{examined} of {scope} documents checked",
    incomplete="{count} documents in scope could not be checked; the list may be incomplete",
    refused="The documents searched hold no evidence to answer this.",
    nearest="Nearest passages (not an answer)",
    extractive="Quoted from the documents, no language model used",
    generated="Written by {model}, every quotation verified",
    elapsed="{total}",
    stopped="Stopped. The question is back in the box to edit and send again.",
    failed="Something went wrong and there is no answer. Please try again; if it persists, see the server’s log.",
    understood_as="Understood as: {question}",
)


def messages(language: Language) -> Messages:
    """The page's texts in a language."""
    return ENGLISH if language == "en" else CHINESE


def preferred_language(accept_language: str) -> Language:
    """The page's language for a browser's Accept-Language header: the first that the page speaks, else Chinese.

    >>> preferred_language("fr-FR,en;q=0.8,zh;q=0.5"), preferred_language("zh-TW,zh;q=0.9,en;q=0.8")
    ('en', 'zh')
    """
    weighted = []
    for order, entry in enumerate(accept_language.split(",")):
        tag, _, weight = entry.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), order, tag.lower()))
        except ValueError:
            continue
    for _, _, tag in sorted(weighted):
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"
