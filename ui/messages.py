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
    conversations: str
    no_conversations: str
    more: str
    rename: str
    save_as: str
    delete: str
    delete_sure: str
    delete_yes: str
    menu: str
    edit: str
    edit_note: str
    resend: str
    cancel: str
    retry: str
    copy: str
    copied: str
    good: str
    bad: str
    why: str
    note: str
    save: str
    thanks: str
    reasons: dict[str, str]
    exported: str
    references: str
    copy_reference: str
    copy_references: str
    scope: str
    colon: str
    facets: dict[str, str]
    levels: dict[str, str]
    some_documents: str
    in_scope: str
    clear: str
    clear_all: str
    find_value: str
    filter: str
    every: str
    sorted_by: str
    further: str
    figures: str
    map: str
    by_year: str
    timeline: str
    more_documents: str
    no_document: str
    undated: str
    searched: str
    widen: str
    widen_all: str
    not_kept: str
    lost: str
    tabs: tuple[str, str, str, str]
    tabs_label: str
    tools: str
    catalogue: dict[str, str]
    find: str
    find_documents: str
    found: str
    none_found: str
    no_documents: str
    previous: str
    following: str
    pages: str
    upload: str
    taking_in: str
    taken_in: str
    outcomes: dict[str, str]
    passages: str
    read_again: str
    read_all_again: str
    ask_only: str
    remove: str
    remove_sure: str
    remove_yes: str
    page: str
    force: str
    forces: dict[str, str]
    amended_on: str
    effective_on: str
    expires_on: str
    relations: dict[str, str]
    alike: str
    as_table: str
    open_one: str
    no_report: str
    report_of: str
    metric: str
    value: str
    count: str
    metrics: dict[str, str]
    wrong_answers: str
    type: str
    share: str
    answers: str
    milliseconds: str
    by_type: str
    by_time: str
    about: dict[str, str]
    about_note: str
    generators: dict[str, str]
    rights: dict[str, str]
    none_set: str
    sign_in: str
    sign_out: str
    sign_in_first: str
    sign_in_how: str
    token: str
    unknown_token: str
    withheld: str


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
    first_step_how="在终端运行下面的命令，把存放政策文件的文件夹建成索引；能上传时，也可在「资料库」里放入文件：",
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
        "timeline": "时间线",
        "summary": "摘要",
        "documents": "文件列表",
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
    conversations="对话列表",
    no_conversations="问过的会保存在这里",
    more="更多操作",
    rename="重命名",
    save_as="另存为",
    delete="删除",
    delete_sure="删除后无法恢复。",
    delete_yes="确认删除",
    menu="对话列表",
    edit="修改问题",
    edit_note="重新发送会替换此问及其后的对话。",
    resend="重新发送",
    cancel="取消",
    retry="重试",
    copy="复制",
    copied="已复制",
    good="有用",
    bad="有误",
    why="原因（可不填）",
    note="补充说明",
    save="提交",
    thanks="已记下，谢谢。",
    reasons={
        "exact": "准确",
        "complete": "完整",
        "clear": "清楚",
        "wrong": "内容不对",
        "missing": "有遗漏",
        "citation": "引文不支持",
        "refused": "文件里有却说没有",
        "unclear": "看不懂",
    },
    exported="由政问导出，{day}。引文均为文件原文。",
    references="参考文献",
    copy_reference="复制引用（GB/T 7714）",
    copy_references="复制全部引用",
    scope="范围",
    colon="：",
    facets={
        "region": "地区",
        "level": "层级",
        "issuer": "发文机关",
        "year": "年份",
        "genre": "文种",
        "document_id": "文件",
    },
    levels={"国家": "国家", "省": "省", "市": "市", "县": "县"},
    some_documents="指定的 {count} 份文件",
    in_scope="已选 {documents} / {total} 份文件：",
    clear="取消 {value}",
    clear_all="全部清除",
    find_value="查找{facet}",
    filter="按结论筛选",
    every="全部",
    sorted_by="按{column}排序",
    further="表中只列前 {shown} 份，其余 {count} 份见 CSV 或 XLSX",
    figures="分布图",
    map="各省结论",
    by_year="按成文年份",
    timeline="时间轴",
    more_documents="另有 {count} 份，见资料库",
    no_document="无文件",
    undated="未载明",
    searched="已查范围",
    widen="可以换个说法再问，或放宽范围。",
    widen_all="清除范围，在全部文件中再问",
    not_kept="本次问答未能保存：{reason}",
    lost="连接已断开，正在重连……恢复后页面会自动刷新，对话不会丢失。",
    tabs=("对话", "资料库", "质量", "设置"),
    tabs_label="页面",
    tools="对此回答",
    catalogue={
        "title": "标题",
        "region": "地区",
        "issuer": "发文机关",
        "document_number": "文号",
        "issued_on": "成文日期",
    },
    find="查找",
    find_documents="按标题、文号、机关、地区查找",
    found="{count} / {total} 份",
    none_found="没有符合的文件，换个词试试。",
    no_documents="还没有文件。把文件拖到上面的框里，或在终端运行 zhengwen ingest 文件夹。",
    previous="‹ 上一页",
    following="下一页 ›",
    pages="翻页",
    upload="把文件拖到这里，或点击选择，可一次多份",
    taking_in="正在收录 {done} / {total} ……",
    taken_in="收录完毕，共 {total} 份",
    outcomes={
        "added": "新增",
        "updated": "更新",
        "unchanged": "未变",
        "moved": "移动",
        "duplicate": "重复",
        "removed": "移除",
        "failed": "失败",
    },
    passages="{count} 段",
    read_again="重新收录",
    read_all_again="全部重新收录",
    ask_only="只问这份文件",
    remove="移除",
    remove_sure="将从索引中移除此文件；原来从本页上传的，其副本也会删除。",
    remove_yes="确认移除",
    page="第 {page} 页",
    force="时效",
    forces={
        "repealed": "已废止",
        "void": "已失效",
        "expired": "已过有效期",
        "newer": "已有新版",
        "amended": "已被修改",
        "not_in_force": "尚未施行",
    },
    amended_on="修订日期",
    effective_on="施行日期",
    expires_on="有效期至",
    relations={
        "repealed_by": "被以下文件废止",
        "amended_by": "被以下文件修改",
        "newer": "更新的版本",
        "repeals": "废止的文件",
        "amends": "修改的文件",
        "cites": "引用的文件",
        "older": "更早的版本",
        "similar": "内容相近的文件（转发、改写）",
        "cited_by": "被引用",
    },
    alike="{share}% 相同",
    as_table="数据表",
    open_one="点开左边的文件，在这里阅读。",
    no_report="还没有评测报告。在终端运行下面的命令，就会在这里看到结果：",
    report_of="{gold}，{count} 题，{time} UTC",
    metric="指标",
    value="值",
    count="计数",
    metrics={
        "accuracy": "准确率",
        "citation_validity": "引文有效",
        "citation_recall": "引文召回",
        "citation_precision": "引文精确",
        "verdict_accuracy": "地区判定",
        "refusal_precision": "拒答精确",
        "refusal_recall": "拒答召回",
        "latency_median_ms": "耗时中位数",
        "latency_p95_ms": "耗时 95 分位",
    },
    wrong_answers="答错的题",
    type="题型",
    share="准确率",
    answers="题数",
    milliseconds="毫秒",
    by_type="各题型准确率",
    by_time="作答耗时分布",
    about={
        "version": "版本",
        "generator": "由谁作答",
        "llm": "语言模型",
        "library": "资料库权限",
        "rights": "可查阅",
        "index": "索引目录",
        "embedder": "向量模型",
        "generation": "索引代次",
        "documents": "文件",
        "passages": "段落",
    },
    about_note="以下设置由环境变量或 .env 决定，此处只读。",
    generators={"extractive": "原文摘录", "llm": "语言模型"},
    rights={"edit": "可上传、移除", "read": "只读"},
    none_set="未设置",
    sign_in="登录",
    sign_out="退出",
    sign_in_first="请先登录",
    sign_in_how="这里的文件按权限查阅，请用管理员发给你的访问令牌登录。",
    token="访问令牌",
    unknown_token="没有这个令牌，请核对后再试。",
    withheld="此答案引用的文件不在你的查阅权限之内，或已移除，故不再显示。",
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
    first_step_how="Build an index of your folder of policy documents; in a terminal, run this, or add files in the "
    "library where that is allowed:",
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
        "timeline": "timeline",
        "summary": "summary",
        "documents": "list of documents",
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
    conversations="Conversations",
    no_conversations="What you ask is kept here",
    more="More",
    rename="Rename",
    save_as="Save as",
    delete="Delete",
    delete_sure="This cannot be undone.",
    delete_yes="Yes, delete",
    menu="Conversations",
    edit="Edit the question",
    edit_note="Sending again replaces this question and what follows it.",
    resend="Send again",
    cancel="Cancel",
    retry="Retry",
    copy="Copy",
    copied="Copied",
    good="Helpful",
    bad="Wrong",
    why="Why (optional)",
    note="In your words",
    save="Submit",
    thanks="Noted, thank you.",
    reasons={
        "exact": "exact",
        "complete": "complete",
        "clear": "clear",
        "wrong": "not true",
        "missing": "incomplete",
        "citation": "citation does not support it",
        "refused": "the documents do say it",
        "unclear": "hard to follow",
    },
    exported="Exported from Zhengwen, {day}. Every quotation is the document’s own wording.",
    references="References",
    copy_reference="Copy reference (GB/T 7714)",
    copy_references="Copy all references",
    scope="Scope",
    colon=": ",
    facets={
        "region": "Region",
        "level": "Level",
        "issuer": "Issuer",
        "year": "Year",
        "genre": "Kind",
        "document_id": "Document",
    },
    levels={"国家": "national", "省": "province", "市": "city", "县": "county"},
    some_documents="{count} chosen documents",
    in_scope="{documents} of {total} documents:",
    clear="Clear {value}",
    clear_all="Clear all",
    find_value="Find {facet}",
    filter="Filter by verdict",
    every="All",
    sorted_by="Sort by {column}",
    further="The table shows the first {shown}; the other {count} are in the CSV and the XLSX",
    figures="Charts",
    map="Verdict by province",
    by_year="By year of issue",
    timeline="On the axis of time",
    more_documents="{count} more are in the library",
    no_document="no document",
    undated="not stated",
    searched="Searched",
    widen="Try other words, or widen the scope.",
    widen_all="Clear the scope and ask all documents",
    not_kept="This turn could not be kept: {reason}",
    lost="The connection is lost; reconnecting… The page reloads by itself and no conversation is lost.",
    tabs=("Chat", "Library", "Quality", "Settings"),
    tabs_label="Pages",
    tools="This answer",
    catalogue={
        "title": "Title",
        "region": "Region",
        "issuer": "Issuer",
        "document_number": "Document no.",
        "issued_on": "Issued",
    },
    find="Find",
    find_documents="Find by title, number, issuer or region",
    found="{count} of {total}",
    none_found="No document matches; try another word.",
    no_documents="No documents yet. Drop files into the box above, or run 'zhengwen ingest FOLDER' in a terminal.",
    previous="‹ Previous",
    following="Next ›",
    pages="Pages",
    upload="Drop files here to index them, several at once",
    taking_in="Indexing {done} of {total} …",
    taken_in="Done, {total} files",
    outcomes={
        "added": "added",
        "updated": "updated",
        "unchanged": "unchanged",
        "moved": "moved",
        "duplicate": "duplicate",
        "removed": "removed",
        "failed": "failed",
    },
    passages="{count} passages",
    read_again="Re-index",
    read_all_again="Re-index all",
    ask_only="Ask this document only",
    remove="Remove",
    remove_sure="Takes the document out of the index; a copy that was uploaded here is deleted, too.",
    remove_yes="Yes, remove",
    page="p. {page}",
    force="Force",
    forces={
        "repealed": "repealed",
        "void": "void",
        "expired": "expired",
        "newer": "superseded",
        "amended": "amended",
        "not_in_force": "not yet in force",
    },
    amended_on="Amended",
    effective_on="In force from",
    expires_on="Valid until",
    relations={
        "repealed_by": "Repealed by",
        "amended_by": "Amended by",
        "newer": "Newer version",
        "repeals": "Repeals",
        "amends": "Amends",
        "cites": "Refers to",
        "older": "Older version",
        "similar": "Nearly the same (forwarded, adapted)",
        "cited_by": "Referred to by",
    },
    alike="{share}% the same",
    as_table="Data",
    open_one="Open a document on the left to read it here.",
    no_report="No evaluation report yet. Run this in a terminal to see one here:",
    report_of="{gold}, {count} questions, {time} UTC",
    metric="Measure",
    value="Value",
    count="Count",
    metrics={
        "accuracy": "Accuracy",
        "citation_validity": "Citation validity",
        "citation_recall": "Citation recall",
        "citation_precision": "Citation precision",
        "verdict_accuracy": "Verdict accuracy",
        "refusal_precision": "Refusal precision",
        "refusal_recall": "Refusal recall",
        "latency_median_ms": "Median latency",
        "latency_p95_ms": "95th percentile latency",
    },
    wrong_answers="Wrong answers",
    type="Type",
    share="Accuracy",
    answers="Questions",
    milliseconds="Milliseconds",
    by_type="Accuracy by type",
    by_time="How long answers took",
    about={
        "version": "Version",
        "generator": "Answers by",
        "llm": "Language model",
        "library": "Library",
        "rights": "May read",
        "index": "Folder of the index",
        "embedder": "Embedding model",
        "generation": "Index generation",
        "documents": "Documents",
        "passages": "Passages",
    },
    about_note="Set in the environment or in .env; read-only here.",
    generators={"extractive": "quotation", "llm": "language model"},
    rights={"edit": "documents may be added and removed", "read": "read only"},
    none_set="none set",
    sign_in="Sign in",
    sign_out="Sign out",
    sign_in_first="Please sign in first",
    sign_in_how="Rights decide which documents you may read: sign in with the token that your administrator gave you.",
    token="Token",
    unknown_token="Nobody has this token. Please check it and try again.",
    withheld="This answer cites documents that you may not read, or that were removed: it is no longer shown.",
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
