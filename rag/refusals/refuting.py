"""What a sentence cannot answer although it has the question's words: it has a figure of another unit, speaks of the
present where a target is asked for, of a fine where a reward is, of another share than the one asked about."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from index.documents import DocumentInfo, Span
from index.lexicon import bigrams
from index.local import LocalIndex
from index.numerals import numeral
from rag.language.contrast import Qualifier, classes, qualifiers
from rag.language.dates import YEAR
from rag.language.terms import Term, normalise
from rag.language.units import kind_asked, unit_asked
from rag.refusals import horizon
from rag.refusals.money import Money, money_asked
from rag.refusals.objects import Uses, Wanted, is_unheard, names_called, wanted
from rag.refusals.value_kinds import value_kinds
from rag.search.rarity import frequency
from rag.selection import passage
from rag.selection.sentence import Sentence
from rag.selection.years import reckoned, speaks_from
from rag.understanding.asking import with_unit
from rag.understanding.question import Understanding

_ASKS = re.compile("多少|百分之几|几|什么|哪|谁|何时|如何|怎[样么]|多[大长高久]")
_MEASURE = re.compile(
    r"(?:规模|面积|比[例重]|占比|总额|产值|数量|人数|投入|增速|年龄|容量|里程|长度|高度|距离|宽度|期限|时限|任期|有效期|额度|金额"
    r"|标准|工资|津贴|[费率])[^,。?]{0,8}?(?P<asks>多少|几|多[大长高])"
)
_THING = re.compile("^(?![一二三四五六七八九十两几各])[一-鿿]*(?![年月日末底初内后前每的总])[一-鿿]{2}$")
_BETWEEN = re.compile("(?:的|每[年月届季度]*|年度|最[高低多少长短大小])+$")
_NO_THINGS = ("v", "a", "ad", "d", "r")  # tags of words that name nothing
_ROLE = "组长|主任|[局处厅部市省县区院校会厂所台社]长|书记|理事长|秘书长|主席|总?经理|召集人|委员长"
_ASKS_WHO = re.compile(
    rf"(?P<role>{_ROLE})[^,。?]{{0,6}}(?:是谁|谁来?[担当做任出兼])|谁来?(?:[担出兼]任|[当做任])[^,。?]{{0,12}}(?P<office>{_ROLE})"
)
_ASKS_ALL = re.compile(
    "都有?哪|全部|列全|列齐|逐一|分别[是有为]|各是|哪(?:几|[\\d二两三四五六七八九十]+)[个家项所座类大种]"
)
_ASKS_REST = re.compile("除了?(?P<given>[^,。?、除]{2,8}(?:[、和与及][^,。?、除]{2,8}?)+)[以之]?外")
_AND_OTHERS = re.compile(
    r"(?P<named>(?:[^,。;:、和与及()]{2,24}[、和与及])*[^,。;:、和与及()]{2,24})等"
    r"(?P<all>\d+|[三四五六七八九十]+)[个家项所座类大种条处](?P<things>[一-鿿]{2,12})"
)
"""碳纤维等16个省级质检中心."""
_VICE = re.compile("副[一-鿿]{2}")
_STEPS = re.compile(
    r"(?P<event>[^,。?]{2,30}?)(?:之后|后|之日起|起),?[^,。?]{0,12}?(?:多少|几)个?(?:工作日|[天日周月年]|小时)(?:[之以]?内|里)?(?P<deed>[^?。]{2,30})"
)
_STEPS_SAID = re.compile(
    r"自(?P<event>[^,。;]{2,40}?)之日起[^,。;]{0,3}?\d*[一二三四五六七八九十]*个?(?:工作日|[天日周月年]|小时)[之以]?内?(?P<deed>[^。;]{2,60})"
)
_ARTICLE = re.compile("第[零一二三四五六七八九十百千\\d]+[条章节款项](?:之[一二三四五六七八九十])?")
"""The number of an article, which counts nothing."""
_HOW_MANY = re.compile("(?P<thing>[一-鿿]{2,8}?)(?P<have>(?:一共|总共|目前|现在|各|共|都|现)*有)多少(?=[?。]?$)")
_QUOTED = re.compile('"[^"]*"')
_FIGURE = re.compile(r"[\d.]+[十百千万亿]*|[一二三四五六七八九十百千万亿两]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, normalised: its `own` words, `whole` with what introduces it, `above` with the heading right above,
    `around` with all headings and what is known of its document, `document` the text of that with the same, `before`
    what its paragraph says before it."""

    own: str
    whole: str
    above: str
    around: str
    title: str
    document: str
    before: str


Refutes = Callable[[Said], bool]


def refuted(sentence: Sentence, understanding: Understanding, index: LocalIndex) -> bool:
    """Whether something speaks against the sentence as an answer to the question."""
    if not (tests := refuting(understanding, lambda word: frequency(index, word) > 0)):
        return False
    told = said(sentence, index.by_id[sentence.document_id], index.text(sentence.document_id))
    return any(test(told) for test in tests)


def refuting(understanding: Understanding, uses: Uses = bool) -> Sequence[Refutes]:
    """What speaks against a sentence as an answer to the question, whatever words of it that has; nothing for
    questions other than Chinese ones after facts. `uses` tells whether documents use a word."""
    if understanding.kind not in ("fact", "list") or not understanding.language.startswith("zh"):
        return ()
    asked = normalise(understanding.asked)
    figure = understanding.expects in ("number", "date")
    after = (partial(_is_of_nothing_wanted, of) for of in wanted(asked, understanding.terms, uses))
    called = (partial(_is_of_none_called, name) for name in names_called(asked))
    return [*_whatever(asked), *after, *called, *(_of_figures(understanding, asked) if figure else ())]


def said(sentence: Sentence, info: DocumentInfo, text: str) -> Said:
    """The sentence of that document and text, to be refuted."""
    parts = (sentence.introduction_text, sentence.case_of_text, sentence.lead_text, sentence.measured)
    own, whole = normalise(sentence.text), normalise(" ".join(parts))
    known = [info.metadata.title or "", info.metadata.issued_on or "", info.metadata.published_on or ""]
    above = " ".join((whole, normalise(sentence.heading)))
    around = " ".join((whole, normalise(" ".join((*sentence.heading_path, *known, sentence.infringed_text)))))
    start = speaks_from(info)
    told = [str(year) for year in dict.fromkeys(year for year, _ in reckoned(text, start))] if start else []  # 去年
    begins = passage.paragraph(text, Span(sentence.start, sentence.end)).start
    before = normalise(text[begins : sentence.start])
    title, document = normalise(info.metadata.title or ""), " ".join((*known, *told, text))
    return Said(own, whole, above, around, title, document, before)


def _whatever(asked: str) -> Iterator[Refutes]:
    """Of every question: a value of another kind, another's office, what is said of the counterpart of what is asked
    about in the clause that asks."""
    yield from (partial(_lacks, holds) for holds in value_kinds(asked))
    if who := _ASKS_WHO.search(asked):
        yield partial(_lacks, re.compile(who["role"] or who["office"]))
    if _ASKS_ALL.search(asked):
        yield partial(_names_few, asked)
    if rest := _ASKS_REST.search(asked):
        yield partial(_is_another_list, re.split("[、和与及]", rest["given"]))
    yield from (partial(_is_of_chief, vice) for vice in _VICE.findall(asked))
    yield from (partial(_is_of_other, qualifier) for qualifier in _qualifiers(asked))


def _is_of_nothing_wanted(of: Wanted, said: Said) -> bool:
    """Whether it speaks of nothing that the question is after."""
    return of.is_missing(said.around, said.document)


def _is_of_none_called(name: str, said: Said) -> bool:
    """Whether its document has nothing of that name."""
    return name not in said.around and is_unheard(name, normalise(said.document).replace('"', ""))


def _lacks(holds: re.Pattern[str], said: Said) -> bool:
    return not holds.search(said.whole)


def _has_no_figure(unit: re.Pattern[str], said: Said) -> bool:
    return not unit.search(_ARTICLE.sub("", said.whole))


def _names_few(asked: str, said: Said) -> bool:
    """Whether it names fewer than half of the things of which all are asked for, and nothing behind goes on."""
    for few in _AND_OTHERS.finditer(said.own):
        of_these = few["things"][-2:] in asked and few["things"][:2] in asked
        named = len(re.split("[、和与及]", few["named"]))
        if of_these and 2 * named < numeral(few["all"]) and "、" not in said.own[few.end() :]:
            return True
    return False


def _is_another_list(given: Sequence[str], said: Said) -> bool:
    """Whether it lacks what the list that is asked about has beside what is asked: 除成都、海拉尔以外的."""
    return not all(name in said.around for name in given)


def _is_of_chief(vice: str, said: Said) -> bool:
    """Whether it speaks of a 主任 where a 副主任 is asked about."""
    return vice not in said.around and vice[1:] in said.whole


def _is_of_other(qualifier: Qualifier, said: Said) -> bool:
    """Whether it speaks of another 批 or 类, or its document is of another and of none such."""
    if qualifier.rules_out(said.whole, said.around):
        return True
    return qualifier.contrasts(said.title) and not qualifier.own.search(normalise(said.document))


def _qualifiers(asked: str) -> Iterator[Qualifier]:
    """What restricts what is asked: all that does in the clause that asks, and in the others the classes of which it
    has no other; 我2019年买的车 does not restrict 补多少."""
    asking = _asking(asked)
    yield from qualifiers(asking)
    yield from (each for each in classes(asked) if not each.own.search(asking) and not each.others.search(asking))


def _asking(asked: str) -> str:
    """The clause of the question that asks."""
    return next((clause for clause in re.split("[,。?;]", asked) if _ASKS.search(clause)), asked)


def _of_figures(understanding: Understanding, asked: str) -> Iterator[Refutes]:
    """Of a question after a figure or a span of time."""
    if unit := kind_asked(_HOW_MANY.sub(_with_unit, asked), of_time=understanding.expects == "date"):
        yield partial(_has_no_figure, unit)
    measure = _MEASURE.search(_QUOTED.sub(lambda name: "," * len(name.group()), asked))  # no 距离 of "零距离"服务
    if measure:
        yield from _of_measure(asked, measure.start(), understanding.terms)
    if steps := _STEPS.search(asked):
        yield partial(_is_turned_round, frozenset(bigrams(steps["event"])), frozenset(bigrams(steps["deed"])))
    if understanding.expects == "number":
        if money := money_asked(asked, _asking(asked)):
            yield partial(_is_of_other_money, money)
        if horizon.asks_what_is(asked):
            yield _is_only_planned
        if horizon.asks_what_is_to_be(asked):
            yield partial(_is_so_already, frozenset(YEAR.findall(asked)))
        if counted := unit_asked(understanding.asked):
            yield partial(_is_given, asked, counted)


def _with_unit(how_many: re.Match[str]) -> str:
    """How many there are of a thing asked with what it is counted by: 网点共有多少个."""
    return f"{how_many['thing']}{how_many['have']}{with_unit('多少', [how_many['thing']])}"


def _is_only_planned(said: Said) -> bool:
    return horizon.is_only_planned(said.whole)


def _is_so_already(years: frozenset[str], said: Said) -> bool:
    return horizon.is_so_already(years, said.own)


def _is_of_other_money(money: Money, said: Said) -> bool:
    return money.is_other(said.around, said.above)


def _of_measure(asked: str, start: int, terms: Sequence[Term]) -> Iterator[Refutes]:
    """Of a question after a measure that begins there: what is measured."""
    places = {asked.find(term.text): term for term in terms}
    within = max((at for at, term in places.items() if at < start < at + len(term.text)), default=start)
    before = _BETWEEN.sub("", asked[:within])
    if thing := _measured(before, terms):
        yield partial(_is_of_another_measure, (thing.text, *thing.others))


def _measured(before: str, terms: Sequence[Term]) -> Term | None:
    """The thing with which the words in front of a measure end."""
    import rjieba

    ending = (term for term in terms if before.endswith(term.text) and _THING.search(term.text))
    return next((term for term in ending if rjieba.tag(term.text)[-1][1] not in _NO_THINGS), None)


def _is_of_another_measure(of: Sequence[str], said: Said) -> bool:
    """Whether it speaks of no 进出口 where 进出口总额 is asked for."""
    return not any(word in said.around for word in of)


def _is_given(asked: str, counted: re.Pattern[str], said: Said) -> bool:
    """Whether all of its figures of the unit asked for are ones that the question itself states."""
    given = {figure for figure in _FIGURE.findall(asked) if len(figure) > 1}  # 一年 gives no 一次
    figures = [match.group() for match in counted.finditer(said.whole)]
    return bool(figures) and all(f in asked or given.issuperset(_FIGURE.findall(f)) for f in figures)


def _is_turned_round(event: frozenset[str], deed: frozenset[str], said: Said) -> bool:
    """Whether it gives the time in which what the question starts from is done after what it asks about:
    自收到检验结论之日起7日内申请复验 where 受理复验申请后几天内给出复验结论 is asked."""
    steps = _STEPS_SAID.search(said.own)
    if steps is None:
        return False
    begins, done = (frozenset(bigrams(steps[name])) for name in ("event", "deed"))
    turned, straight = len(deed & begins) + len(event & done), len(event & begins) + len(deed & done)
    return bool(deed & begins) and turned > straight
