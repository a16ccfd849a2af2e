"""What is said of another thing than is asked about: of 第二类 where 第三类 is asked, of 2025年 where 2030年 is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.numerals import chinese, numeral

_YEAR = re.compile(
    r"(?<![\d.])(?:19|20)\d{2}(?![\d.%多余]|\s?[元万亿个家人名户项件台套辆次吨米亩公平里处座所条种类千])"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = re.compile(f"[{_SURNAMES}]某(?![些个种])")
"""Someone whose name is not told in full: 赵某."""
_NUMERAL = r"[一二三四五六七八九十\d]+"
_NO_RANK = "(?![次种人别])"  # 三级别, 一等人; but 第一批人才
_RANK = re.compile(rf"(?P<th>第)?(?P<number>{_NUMERAL})(?P<of>[类级批届期档等轮]|季度)(?(th)|{_NO_RANK})")
_LETTER = r"(?<![a-z\d])(?:\d?[a-f]|[甲乙丙丁])"
_LETTERED = re.compile(rf"(?P<letter>{_LETTER})(?P<of>[类级档型])")
"""A class that a letter names: c类人才, 4a级景区, 乙类传染病."""
_COUNTERPARTS = """
个人 自然人 / 企业 单位 法人
大型 / 中型 / 小型 小微 微型
国有 / 民营 私营 / 外资
农村 / 城市 城镇
职工 / 居民
境内 国内 国(境)内 / 境外 国外 海外 国(境)外
进口 / 出口
上半年 / 下半年
东部 / 中部 / 西部 / 东北
初级 / 中级 / 副高级 / 正高级
国家级 / 省级 / 市级 / 县级 区级
线上 网上 / 线下 现场
全日制 / 非全日制
优秀 / 良好 / 合格 / 不合格
首次 / 再次 重新
幼儿园 学前 / 小学 一年级 / 初中 初一 初级中学 七年级 / 高中 高一 高级中学 / 大学 高校
专科 大专 / 本科 / 硕士 / 博士
故意 / 过失
工作日 / 休息日 / 节假日
新建 / 改建 / 扩建
机动车 / 非机动车
在职 / 退休
增长 / 下降
最高 上限 / 最低 下限
最早 / 最晚
牵头 / 配合
"""
"""Words of which one says what those behind the next stroke do not."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What restricts a thing that is asked about: a match of `own` says it, one of `others` says it of another."""

    own: re.Pattern[str]
    others: re.Pattern[str]

    def contrasts(self, said: str) -> bool:
        """Whether the folded text speaks only of another."""
        return bool(self.others.search(said)) and not self.own.search(said)


def qualifiers(folded: str) -> tuple[Qualifier, ...]:
    """The years, numbered and lettered classes and words with counterparts by which a folded question restricts what it
    asks.

    >>> asked = qualifiers("上海第三类医疗器械2030年对个人最多补多少?")
    >>> [any(q.contrasts(said) for q in asked) for said in ("对个人补贴500元", "第二类补贴500元", "2030年起对单位")]
    [False, True, True]
    >>> [any(q.contrasts(said) for q in qualifiers("国外的职称谁认定?")) for said in ("国(境)外职称", "国(境)内职称")]
    [False, True]
    """
    return (*_years(folded), *_ranks(folded), *_letters(folded), *_people(folded), *_words(folded))


def _years(folded: str) -> Iterator[Qualifier]:
    for year in dict.fromkeys(_YEAR.findall(folded)):
        yield Qualifier(re.compile(year), _YEAR)


def _people(folded: str) -> Iterator[Qualifier]:
    for person in dict.fromkeys(_PERSON.findall(folded)):
        yield Qualifier(re.compile(person), _PERSON)


def _ranks(folded: str) -> Iterator[Qualifier]:
    for rank in _RANK.finditer(folded):
        number = numeral(rank["number"])
        own = rf"(?<!{_NUMERAL[:-1]})(?:{number}|{chinese(number)}){rank['of']}"
        other = rf"第{_NUMERAL}{rank['of']}|{_NUMERAL}{rank['of']}{_NO_RANK}"
        yield Qualifier(re.compile(own), re.compile(other))


def _letters(folded: str) -> Iterator[Qualifier]:
    for named in _LETTERED.finditer(folded):
        own = rf"(?<![a-z\d]){named['letter']}(?:{named['of']}|[、和及,])"
        yield Qualifier(re.compile(own), re.compile(rf"{_LETTER}{named['of']}"))


def _words(folded: str) -> Iterator[Qualifier]:
    own_or_other, known = _known()
    said = [match.group() for match in own_or_other.finditer(folded)]
    for word in dict.fromkeys(said):
        own, others = known[word]
        if not any(other in others for other in said):
            yield Qualifier(_any(own), _any(others))


@cache
def _known() -> tuple[re.Pattern[str], dict[str, tuple[Sequence[str], Sequence[str]]]]:
    """All words, and for each those that say the same and its counterparts."""
    known: dict[str, tuple[Sequence[str], Sequence[str]]] = {}
    for line in _COUNTERPARTS.split("\n"):
        groups = [side.split() for side in line.split("/")]
        for own in groups:
            others = [word for group in groups if group is not own for word in group]
            known |= dict.fromkeys(own, (own, others))
    return _any(known), known


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; 非机动车 is no 机动车, 几个人 no 个人."""
    longest = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![非不未副正])(?<![几两一二三四五六七八九十\d](?=个人))(?:{'|'.join(longest)})")
