"""Follow-up questions made understandable without the turns before them."""

import re
from collections.abc import Sequence

from index.documents import DocumentInfo
from index.lexicon import segment
from index.numerals import numeral
from rag.language import wording
from rag.language.dates import YEAR
from rag.language.fields import fields_in
from rag.language.roles import asks_which
from rag.language.terms import normalise, terms
from rag.language.which import HOW_MANY, PLACES
from rag.records import Turn
from rag.scoping.places import place_of
from rag.scoping.whereabouts import mentions
from rag.understanding.leaning import asked_of_anything, leans
from rag.understanding.parallel import asked_of_year, exchanged
from rag.understanding.propositions import phrases
from rag.understanding.surveyed import asked_of_each


def standalone(text: str, history: Sequence[Turn], documents: Sequence[DocumentInfo]) -> tuple[str, str]:
    """The question that stands for itself, and the earlier questions that it leans on, one a line, the last one last;
    empty when it needs none.

    那湖南呢？ repeats the last question for other regions; 后面那个… names the last thing listed in the last answer.
    A whole question starts anew.
    """
    if not history:
        return text, ""
    answer = history[-1].answer
    question, before = standalone(history[-1].question, history[:-1], documents)
    text, question = _of_year(text, question, answer)
    context = f"{before}\n{question}".strip()
    folded = normalise(text)
    if (year := _ONLY_A_YEAR.fullmatch(folded)) and (of_year := asked_of_year(normalise(question), year["year"])):
        return of_year, ""
    indexed = {document.metadata.region for document in documents if document.metadata.region}
    named = [word for word, _ in mentions(folded, indexed)]
    if named and _only_names(folded, named):
        return _asked_of(question, named, indexed, added=bool(_ADDED.search(folded))), ""
    if not named and (about := wording.WHAT_ABOUT.fullmatch(folded)):
        asked = normalise(question)
        other = _asked_about(asked, about["topic"]) or exchanged(asked, about["topic"])
        if other:
            return other, ""
    ordinal = wording.ORDINAL.search(text)
    if ordinal and (place_of(folded) is None or "\n" in answer):
        listed = _listed(answer)
        position = -1 if ordinal["last"] else 0 if ordinal["first"] else numeral(ordinal["n"]) - 1
        if -len(listed) <= position < len(listed):
            told = text.replace(ordinal.group(), listed[position], 1)
            return re.sub(rf"(?<={re.escape(listed[position])})呢?[,，]?\s*[它其]", "", told, count=1), context
    identified = bool(named or re.search("《[^》]+》", text) or wording.NUMBER.search(folded))
    goes_on = not identified and _goes_on(folded, normalise(question), indexed)
    return text, context if goes_on or leans(text, identified) else ""


def _goes_on(text: str, question: str, indexed: set[str]) -> bool:
    """Whether a normalised text that names no place asks of what the question before asked about in a place, so that
    the same place is meant: 首次买数据的一方有补贴吗 behind 贵州怎么奖励数据交易."""
    places = [word for word, _ in mentions(question, indexed)]
    if not places or asks_which(text, regional=True):
        return False
    own = (
        word for term in terms(text) for word in segment(term.text) if word not in asked_of_anything() and len(word) > 1
    )
    return any(word in question for word in own)


_TOLD_YEAR = re.compile(
    "(?P<next>下一?年度?|次年|第二年|后一年|转年|来年)|(?P<last>[前上]一年度?|头一年|(?<![比较同与])上年度?)|那一?年|同年|(?<!应)当年"
)
_ONLY_A_YEAR = re.compile(
    r"(?:那么?|还有|要是|如果|换[成做]|改成|至于|而)*(?P<year>(?:(?:19|20)\d\d|\d\d(?=年))年?度?(?:的?(?:政府工作)?(?:报告|公报|计划|要点))?)"
    r"的?[里中上]?(?:又|则)?(?:呢|怎么[说样写]|怎样|如何|(?:是|有)?多少)[?!。]*"
)
_ADDED = re.compile("(?:如果)?再?(?:加上|算上|加进|加入|添上)")
_WHICH_PLACES = re.compile(rf"{HOW_MANY}的?(?:{PLACES})(?=[^,。?]{{2}})")
_ITEM = re.compile(r"- |\d{1,2}[.、]")
_LEADS = re.compile("^[^、，]*?(?:采取|包括|分为|分别[是为]|即|：)")
_COUNTED = re.compile(r"(?<=.)(?:等?[一二两三四五六七八九十\d]+(?:大|个|项|种|类|方面|部分|条|家)[^、，。]{0,8})$")


def _of_year(text: str, question: str, answer: str) -> tuple[str, str]:
    """The text with the year written out that it tells from that of the turn before, and the earlier question asked of
    this year.

    >>> _of_year("为什么下一年又调低了？", "2020年赤字率是多少？", "")
    ('为什么2021年又调低了？', '2021年赤字率是多少?')
    >>> _of_year("那一年的赤字率呢？", "哪年减贫最多？", "2013年。[1]"), _of_year("当年呢", "甲和乙", "")
    (('2013年的赤字率呢？', '哪年减贫最多？'), ('当年呢', '甲和乙'))
    """
    told = _TOLD_YEAR.search(text)
    asked = set(YEAR.findall(normalise(question)))
    years = asked or set(YEAR.findall(normalise(re.sub(r"\[\d+\]", "", answer))))
    if not told or len(years) != 1 or YEAR.search(normalise(text)):
        return text, question
    year = int(min(years)) + (1 if told["next"] else -1 if told["last"] else 0)
    whole = f"{text[: told.start()]}{year}年{text[told.end() :]}"
    return whole, (asked_of_year(normalise(question), str(year)) if asked else question)


def _only_names(text: str, named: Sequence[str]) -> bool:
    """Whether nothing is asked beside the regions: 那湖南和四川呢."""
    for word in named:
        text = text.replace(word, "")
    return not terms(re.sub(rf"那么?|换[成做]?|改成|{_ADDED.pattern}|呢|省|市|如何|怎么样|[?,、和与]", "", text))


def _asked_of(question: str, regions: Sequence[str], indexed: set[str], added: bool = False) -> str:
    """The earlier question with these regions in the place of its own, or of what asked for some; in front where it had
    neither. To places that it compares another one is added, and to others where the text says so.

    >>> asked = "四川和吉林的目标哪个高?"
    >>> _asked_of(asked, ["湖南"], set()), _asked_of(asked, ["吉林"], set())
    ('四川、吉林和湖南的目标哪个高?', '吉林的目标哪个高?')
    >>> _asked_of("哪些省份提到云计算?", ["湖南"], set()), _asked_of("四川的目标?", ["湖南"], set(), added=True)
    ('湖南提到云计算吗?', '四川和湖南的目标?')
    """
    text = normalise(question)
    earlier = list(dict.fromkeys(word for word, _ in mentions(text, indexed)))
    others = list(dict.fromkeys(regions))
    # What is asked of each place is asked of another alone.
    compares = len(earlier) > 1 and wording.COMPARISON.search(text) and not re.search(wording.ASKS_EACH, text)
    kept = [name for name in earlier if name not in others]
    kept = kept if added or (compares and len(others) == 1 and len(kept) == len(earlier)) else []
    wanted = "和".join(part for part in ("、".join([*kept, *others[:-1]]), others[-1]) if part)
    if not earlier and (of_each := _WHICH_PLACES.search(text)):
        return f"{text[: of_each.start()]}{wanted}{text[of_each.end() :].rstrip('?。')}吗?"
    if not earlier:
        return f"{wanted}{text}"
    pattern = "|".join(map(re.escape, sorted(set(earlier), key=len, reverse=True)))
    run = rf"(?:{pattern})(?:[省市]|[、,和与及]|(?:{pattern}))*"
    return re.sub(pattern, "", re.sub(run, "\0", text, count=1)).replace("\0", wanted)


def _asked_about(question: str, topic: str) -> str:
    """The earlier question with this topic in the place of its own: a field that is looked up, what a survey asks.

    Empty where the earlier question has nothing that can be exchanged.

    >>> _asked_about("哪些省份提到三网融合?", "云计算"), _asked_about("深圳那份通知的文号是多少?", "发布日期")
    ('哪些省份提到云计算?', '深圳那份通知的发布日期是什么?')
    """
    asking = next(iter(fields_in(question).values()), None)
    if asking and fields_in(f"{topic}是什么"):
        return f"{question[: asking.start()]}{topic}是什么?"
    if not asks_which(question, regional=True):
        return ""
    own = phrases(asked_of_each(question).text)
    return question.replace(max(own, key=len), topic, 1) if own else ""


def _listed(answer: str) -> list[str]:
    """Things that an answer lists, line by line or in a sentence, without what counts them behind the last.

    >>> _listed("甲和乙。"), _listed("采取公开征集、特邀入库和交换共享三种方式。[1]")
    (['甲', '乙'], ['公开征集', '特邀入库', '交换共享'])
    """
    answer = re.sub(r"\[\d+\]", "", answer).strip("。. \n")
    if len(items := [line.lstrip("-0123456789.、 ") for line in answer.split("\n") if _ITEM.match(line)]) > 1:
        return [item.split("：")[0] for item in items]
    listed = _COUNTED.sub("", _LEADS.sub("", answer))
    return [part.strip() for part in re.split(r"、|，|和|与|以及|\n", listed) if part.strip()]
