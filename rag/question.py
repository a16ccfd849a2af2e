"""What a question asks: its language, kind, scope, content words and the kind of answer it expects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from index.documents import DocumentInfo, Filters
from index.lexicon import HAN, fold_text, segment
from index.regions import Region, gazetteer
from index.structure import numeral
from rag.records import Kind, Question, Turn
from rag.synonyms import known_phrases, synonyms

Expects = Literal["number", "date", "organisation", "list", "text"]
Field = Literal[
    "title", "document_number", "issuers", "issued_on", "published_on", "effective_on", "index_number", "cites", "articles"
]

_PLACES = "省份|省市|省区|省|地区|地方|城市|市|州|县|区|地|文件|政策|通知|意见|措施|办法|条例|方案|规划|法规|规定"
_WHICH = r"哪些|哪几个?|哪个|有哪些|什么|多少个?|几个?|几份|哪"
# 哪些省份, 哪几份省市文件, 几个省, 有没有哪个地方, 谁: asks for documents or their regions.
_SURVEY = re.compile(
    rf"(?:哪些|哪几|哪|多少|几|有没有)(?:[个份部项家])?(?:{_PLACES})"
    rf"|(?:哪些|哪几[个份])(?:的)?(?:[\u4e00-\u9fff]{{0,4}})(?:省|地区|地方|文件)"
    r"|(?:文件|地区|省份|省|地方|地)(?:里|中|当中|之中)?[，,]?(?:都)?(?:有)?(?:哪些|哪几|谁)"
    r"|which (?:provinces?|regions?|cities|documents?|places?)|quelles? (?:provinces?|régions?|documents?)"
    r"|どの(?:省|地域|地方|文書)|어느 (?:성|지역|문서)|어떤 (?:성|지역|문서)"
)
_COMPARISON = re.compile(
    r"比较|对比|相比|差别|差异|区别|异同|不同|不一样|多出|各是|各为|各有|各自|分别|谁更|最早|最晚|最高|最低|最多|最少|最大|最小"
    r"|\bcompar|\bdiffer|比べ|違い|비교|차이"
)
_SMALLTALK = re.compile(
    r"(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|谢谢|多谢|再见|拜拜|你是谁|你叫什么.*|你能做什么|你会什么|怎么用|帮助"
    r"|hi|hello|hey|thanks?|thank you|bye|who are you|what can you do|help|bonjour|merci|こんにちは|ありがとう|안녕하세요)"
    r"[啊呀吗呢吧!?.,~\s]*"
)
_ALL_DOCUMENTS = re.compile(r"各省|各地|各市|所有文件|全部文件|(?:这|所有|全部)?[二两三四五六七八九十\d]+[份个](?:地方)?(?:文件|地方|省|地区)")
_FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("cites", re.compile(r"(?:依据|根据|贯彻|落实|引用|参照|上位).{0,30}(?:哪[一个份]?|同一份|什么|名称|标题).{0,6}(?:文件|文号|名称|标题)")),
    ("index_number", re.compile(r"索引号|信息公开.{0,4}编号|index number")),
    ("document_number", re.compile(r"文号|发文字号|文件编号|document number")),
    ("published_on", re.compile(r"(?:网页|网上|网站)?(?:上的?)?(?:发布|公布|公开|上网|挂网)(?:的)?(?:日期|时间|日)|(?:哪天|什么时候|何时|哪一天)(?:发布|公布|公开)")),
    ("issued_on", re.compile(r"(?:成文|落款|印发|签发|签署|发文|出台)(?:的)?(?:日期|时间|日|是哪[一]?[天日])|(?:日期|落款)是哪|(?:哪天|什么时候|何时|哪一天|哪年)(?:成文|印发|签发|出台|下发)|日期(?:分别)?(?:各?是|为)?(?:什么|哪|多少|[?]|$)")),
    ("issuers", re.compile(r"(?:哪个|什么|哪些|哪家)(?:机关|单位|部门|机构|政府)(?:出的|印发|发布|签发|制定|下发|发的|出台)|(?:发文|发布|签发|印发|制定)(?:机关|单位|部门|机构)|谁(?:印发|发布|签发|制定|出台)")),
    ("title", re.compile(r"(?:标题|题目|全称|文件名称?)(?:是|叫|为)?(?:什么|[?]|$)|标题")),
    ("articles", re.compile(r"(?:多少|几)(?:条|章|款|节|个部分|大项|部分)(?:[?]|$|内容|条款)|(?:正文|全文|一共|总共|共).{0,8}(?:多少|几)(?:条|章|部分|节)")),
)
_EXPECTS: tuple[tuple[Expects, re.Pattern[str]], ...] = (
    ("date", re.compile(r"哪一?年|哪年|哪天|哪一天|什么时候|何时|时间节点|多久|几年|几月|when\b|what year|quand|いつ|何年|언제")),
    ("number", re.compile(r"多少|百分之几|几成|几[个家户项名人座所条种类倍%]|多大|多高|how (?:many|much|fast|high)|what (?:rate|percentage)|combien|quel taux|quel pourcentage|何社|何人|いくつ|몇|얼마")),
    ("organisation", re.compile(r"谁|(?:哪[个些几家]?|什么)(?:省直)?(?:部门|单位|机构|机关|厅局|委办局)|归.{0,3}管|挑头|牵头|\bwho\b|which (?:agency|department|body)|どの部門|어느 부서")),
    ("list", re.compile(r"哪(?:些|几|[二两三四五六七八九十\d]+[大个项类种条块张家])|包括|有哪些|分别|什么[样]?的|which\b|quels?\b|どの|어느")),
)
# Words that frame a question and say nothing of what is asked for.
_FRAME = re.compile(
    r"请问|请|帮我|告诉我|查一下|想知道|有没有|是不是|是否|能否|可否|可不可以|为什么|怎么样|怎样|怎么|如何|多少|百分之几"
    r"|哪些个?|哪几[个份类种项]?|哪[仨俩个]?|哪一?[年天个份项条种]?|什么时候|何时|什么样|什么|几[个份家户项名条种类]"
    r"|分别|各自|各是|一共|总共|到底|究竟|具体|(?:都|也)?(?:提出|提到|写到|写了|提了|列为|列出|涉及|部署|说的|叫做?|属于)[了过的来]?"
    r"|(?:省份|省市|省|地区|地方|文件)(?=[里中的，,?]|$)|省份|地区|地方|文件|政策|内容|方面|情况"
)
_STOP = frozenset(
    "的 了 差别 差异 区别 异同 不同 比较 相比 对比 一样 对象 地方 出去 进去 回来 哪里 里面 当地 本地 各地 看到 打算 想让 希望 得到 叫 为了 都 来 跟 用 定 出 进来 不 全 同 比 去 吗 了 规定 明确 要求 这样 由 归 某 每 并 且 因 称 和 与 及 或 在 是 有 为 对 把 被 给 向 从 以 将 于 由 到 就 都 也 还 又 再 才 只 很 更 最 等 这 那 哪 它 它们 他们 我们 你们 其 此 该 之 所 而 则 者 上 下 中 里 内 "
    "要 让 使 会 能 可 可以 应 应该 需要 想 打算 计划 准备 按 按照 根据 时 时候 时期 期间 个 份 项 条 家 户 种 类 张 座 仨 些 点 件 事 这件 这个 那个 这份 那份 这些 那些 一个 一项 一份 一批 "
    "字 里头 当中 之中 关于 有关 相关 进行 通过 方面 情况 内容 写 说 讲 提 做 搞 弄 弄出 请 吗 呢 呀 吧 啊 多 少 几 每年 一年 以前 以后 之前 之后 前 后 现成 是不是 算 "
    "的话 怎么 什么 谁 多少 如何 省 市 县 区 省份 地区 地方 文件 政策 the a an of in on at to for by and or is are was were be does do did which what who when how many much "
    "should would want have has its their that this with from as province city document policy la le les de des du un une et à pour que quel quelle est dans par".split()
)
# 五份, 三省, 两地: how many things the question is about, not what about them.
_COUNTED = re.compile(r"[一二两三四五六七八九十\d]+[份地省市个项条家户种类次字]|省市|区域")
_PRONOUNS = re.compile(r"它们?|他们|该|其中|上述|前者|后者|(?:后|前)面(?:那|这)?[个项条]|这[一个项条份些]?|那[一个项条份些]|此|超出|剩下|另外|还有|同样")
_ORDINAL = re.compile(r"(?P<last>后者|后面(?:那|这)?[个项条]|最后(?:一|那)?[个项条])|(?P<first>前者|前面(?:那|这)?[个项条]|第一[个项条])|第(?P<n>[二三四五六七八九十])[个项条]")
_CHINESE_YEAR = re.compile(r"[二一][〇零○0-9一二三四五六七八九]{3}(?=年)")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(?![为立果就长都])")
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_LANGUAGE_WORDS = {
    "fr": frozenset("le la les des du une est quel quelle quels quelles combien dans pour par sur et à".split()),
    "de": frozenset("der die das und ist welche welcher wie viele für mit von im".split()),
    "es": frozenset("el los las una es qué cuál cuáles cuántos para con por en y".split()),
    "en": frozenset("the of is are what which how many does do who when in to and for".split()),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A folded content word of a question and other words that may stand for it."""

    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `terms` are its folded content words, in order, each once.

    `regions` are the short names of the regions that the question is restricted to; `sought` are names of places that
    it speaks of without being restricted to them (a province without documents, a city in the name of a project):
    an answer has to mention them.
    """

    question: str
    standalone: str
    language: str
    kind: Kind
    expects: Expects
    filters: Filters
    regions: tuple[str, ...]
    sought: tuple[str, ...]
    terms: tuple[Term, ...]
    context_terms: tuple[Term, ...] = ()
    fields: tuple[Field, ...] = ()
    earlier_answer: str = ""
    asks_count: bool = False
    negated: bool = False


def understand(question: Question, documents: Sequence[DocumentInfo]) -> Understanding:
    """Take a question apart against the documents that could answer it (all that pass the caller's filters)."""
    history = question.history
    standalone, context = _standalone(question.question, history, documents)
    text = normalise(standalone)
    scope = _scope(text, documents)
    if not scope.named and context and history:
        scope = replace(_scope(normalise(f"{context} {history[-1].answer}"), documents), sought=())
    fields = tuple(name for name, pattern in _FIELDS if pattern.search(text))
    kind = _kind(text, scope, fields)
    proposition = text.split("?", 1)[0] if kind == "survey" else text
    own = terms(proposition, (*scope.spoken, *scope.names))
    known = {term.text for term in own}
    return Understanding(
        question=question.question,
        standalone=standalone,
        language=language(question.question),
        kind=kind,
        expects=next((name for name, pattern in _EXPECTS if pattern.search(text)), "text"),
        filters=_filters(question, scope),
        regions=scope.regions,
        sought=scope.sought,
        terms=own,
        context_terms=tuple(t for t in terms(normalise(context), scope.spoken) if t.text not in known) if context else (),
        fields=fields,
        earlier_answer=history[-1].answer if context else "",
        asks_count=bool(re.search(r"(?:多少|几)个?(?:省|市|地区|地方|文件|份文件)|how many (?:provinces|regions|documents)", text)),
        negated=bool(re.search(r"(?:没有?|未|不曾)(?:提出|提到|提|写|规定|涉及|明确|部署|列)", text)),
    )


def normalise(text: str) -> str:
    """The question folded, with years and tenths as digits.

    >>> normalise("二〇一五年以前達到兩成")
    '2015年以前达到20%'
    """
    folded = _CHINESE_YEAR.sub(lambda m: m.group().translate(_YEAR_DIGITS), fold_text(text))
    return _TENTHS.sub(lambda m: f"{numeral(m.group(1))}0%", folded)


def language(text: str) -> str:
    """BCP 47 code of the language asked in: zh, zh-Hant, ja, ko, fr, de, es or en.

    >>> [language(t) for t in ("哪些省份", "幾個", "何社ですか", "몇 개", "How many?")]
    ['zh', 'zh-Hant', 'ja', 'ko', 'en']
    """
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if HAN.search(text):
        traditional = any(HAN.match(c) and fold_text(c) != c for c in text)
        return "zh-Hant" if traditional else "zh"
    found = set(re.findall(r"\w+", text.lower()))
    return max(_LANGUAGE_WORDS, key=lambda code: (len(found & _LANGUAGE_WORDS[code]), code == "en"))


def terms(text: str, left_out: Sequence[str] = ()) -> tuple[Term, ...]:
    """Content words of a normalised question, without its frame and without the phrases `left_out`.

    >>> [term.text for term in terms("哪些省份提出同网同价政策")]
    ['同网', '同价', '同网同价']
    """
    for phrase in left_out:
        text = text.replace(phrase, " ")
    body = _FRAME.sub(" ", text)
    if not re.search(r"\w", body):
        body = text
    quoted = [q for groups in re.findall(r'"([^"]{2,20})"|《([^》]{2,40})》', text) for q in groups if q]
    short = re.sub(r"[^\w]", "", body)
    whole = [short] if HAN.match(short) and 3 <= len(short) <= 8 and short in text else []
    # Kana and Hangul carry the grammar of the question; its Chinese characters, names and numbers are what can match.
    body = re.sub(r"[\u3040-\u30ff\uac00-\ud7af]+", " ", body)
    phrases = known_phrases(body)
    for phrase in phrases:
        body = body.replace(phrase, f" {phrase} ")
    pieces = [p for part in body.split() for p in ([part] if part in phrases else segment(part))]
    kept = [p for p in [*pieces, *whole, *quoted] if p not in _STOP and not _COUNTED.fullmatch(p)]
    either = dict(re.findall(r"([\u4e00-\u9fff]{2,4})或者?([\u4e00-\u9fff]{2,4})", text))
    return tuple(_term(piece, kept, either) for piece in dict.fromkeys(kept))


def _term(piece: str, pieces: Sequence[str], either: dict[str, str]) -> Term:
    """The piece with the words that may stand for it: its synonyms, and the other side of an «or»."""
    others = [*synonyms(piece)]
    for left, right in either.items():
        for side, other in ((left, right), (right, left)):
            if side.endswith(piece) or side.startswith(piece):
                others += [p for p in pieces if p != piece and (other.startswith(p) or other.endswith(p))][:1]
    return Term(piece, tuple(dict.fromkeys(others)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which documents a question speaks of. `spoken` are the words it used for that."""

    regions: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    spoken: tuple[str, ...] = field(default=())
    names: tuple[str, ...] = field(default=())

    @property
    def named(self) -> bool:
        return bool(self.regions or self.numbers or self.document_ids)


def _scope(text: str, documents: Sequence[DocumentInfo]) -> _Scope:
    numbered = [d for d in documents if d.metadata.document_number and _folded_number(d) in text]
    if numbered:
        spoken = tuple(_folded_number(d) for d in numbered)
        return _Scope((), (), tuple(d.metadata.document_number or "" for d in numbered), (), spoken)
    titled = [d for d in documents if d.metadata.title and fold_text(d.metadata.title) in text]
    if titled:
        return _Scope(document_ids=tuple(d.id for d in titled), spoken=tuple(fold_text(d.metadata.title or "") for d in titled))
    indexed = {d.metadata.region for d in documents if d.metadata.region}
    provinces = {d.metadata.region_parent for d in documents if d.metadata.region_parent} - indexed
    mentions = _mentions(text, indexed)
    present = [(word, region) for word, region in mentions if region.name in indexed | provinces]
    kept: list[tuple[str, Region]] = []
    for word, region in present:
        # 广东加快国家超级计算深圳中心…: the city inside the province's sentence is part of a name, not the scope.
        inside = any(region.parent == other.name for _, other in kept)
        joined = re.search(rf"[、和与及跟同]{re.escape(word)}|{re.escape(word)}[、和与及跟同]", text)
        if not inside or joined:
            kept.append((word, region))
    sought = [word for word, region in mentions if (word, region) not in kept]
    generic = r"(?:省|市|自治区|地区)?"
    spoken = [m.group() for word, _ in kept for m in re.finditer(re.escape(word) + generic, text)]
    return _Scope(
        regions=tuple(dict.fromkeys(region.name for _, region in kept)),
        sought=tuple(dict.fromkeys(sought)),
        spoken=tuple(sorted(set(spoken), key=len, reverse=True)),
    )


def _folded_number(document: DocumentInfo) -> str:
    return fold_text(document.metadata.document_number or "").replace("(", "[").replace(")", "]")


def _mentions(text: str, indexed: set[str]) -> list[tuple[str, Region]]:
    """Regions named in a folded text in order: by name, or by a run of abbreviations (粤湘川吉, 粤、湘、深)."""
    known = gazetteer()
    found = {span.start: (text[span.start : span.end], region) for span, region in known.mentions(text)}
    initials = {name[0]: known.named(name) for name in indexed if name}
    letter = f"[{''.join(known.abbreviations)}{''.join(initials)}]"
    for run in re.finditer(rf"(?:(?<![\u4e00-\u9fff])|(?<=[跟和与比在对从])){letter}(?:[、,和与]?{letter})+", text):
        if any(run.start() <= at < run.end() for at in found):
            continue
        letters = [c for c in run.group() if c in known.abbreviations or c in initials]
        if sum(c in known.abbreviations and known.abbreviations[c].name in indexed for c in letters) < 2:
            continue
        for offset, character in enumerate(run.group()):
            region = known.abbreviations.get(character) or initials.get(character)
            if region:
                found[run.start() + offset] = (character, region)
    return [found[at] for at in sorted(found)]


def _kind(text: str, scope: _Scope, fields: tuple[Field, ...]) -> Kind:
    if _SMALLTALK.fullmatch(text.strip("!?.,。！？ ")):
        return "smalltalk"
    single = len(scope.regions) + len(scope.numbers) + len(scope.document_ids) == 1
    compares = bool(_COMPARISON.search(text)) and not single
    if _SURVEY.search(text) and not single and not fields:
        return "survey"
    if compares and (_ALL_DOCUMENTS.search(text) or fields) or len(scope.regions) >= 2 and not fields:
        return "comparison"
    if fields:
        return "metadata"
    return "list" if _EXPECTS[3][1].search(text) and not _EXPECTS[1][1].search(text) else "fact"


def _filters(question: Question, scope: _Scope) -> Filters:
    """The caller's filters, narrowed to what the question names."""
    given = question.filters
    return Filters(
        region=scope.regions or tuple(given.region),
        issuer=tuple(given.issuer),
        document_number=scope.numbers or tuple(given.document_number),
        document_id=scope.document_ids or tuple(given.document_id),
        genre=tuple(given.genre),
        issued_from=given.issued_from,
        issued_to=given.issued_to,
    )


def _standalone(text: str, history: Sequence[Turn], documents: Sequence[DocumentInfo]) -> tuple[str, str]:
    """The question made understandable without the turns before it, and the earlier words that it leans on.

    那湖南呢？ repeats the last question for another region; 后面那个… names the last thing listed in the last answer.
    """
    if not history:
        return text, ""
    last = history[-1]
    folded = normalise(text)
    regions = _mentions(folded, {d.metadata.region for d in documents if d.metadata.region})
    remainder = folded
    for word, _ in regions:
        remainder = remainder.replace(word, "")
    if regions and not terms(re.sub(r"那么?|呢|省|市|如何|怎么样|[?？,，]", "", remainder)):
        earlier = normalise(last.question)
        for word, _ in _mentions(earlier, set()):
            earlier = earlier.replace(word, regions[0][0], 1)
        return earlier, ""
    ordinal = _ORDINAL.search(text)
    if ordinal:
        listed = _listed(last.answer)
        position = -1 if ordinal["last"] else 0 if ordinal["first"] else numeral(ordinal["n"]) - 1
        if -len(listed) <= position < len(listed):
            return text.replace(ordinal.group(), listed[position], 1), last.question
    if _PRONOUNS.search(text) or len(terms(folded)) <= 3:
        return text, last.question
    return text, last.question if not regions else ""


def _listed(answer: str) -> list[str]:
    """Things that a sentence lists: 甲和乙。 → [甲, 乙]."""
    answer = re.sub(r"\[\d+\]", "", answer).strip("。. \n")
    return [part.strip() for part in re.split(r"、|，|和|与|以及|\n", answer) if part.strip()]
