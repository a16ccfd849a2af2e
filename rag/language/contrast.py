"""What is said of another thing than is asked about: of 第二类 where 第三类 is asked, of 2025年 where 2030年 is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.numerals import chinese, numeral

_YEAR = re.compile(
    r"(?<![\d.])(?:19|20)\d{2}(?![\d.%多余]|\s?[元万亿个家人名户项件台套辆次吨米亩公平里处座所条种类千])"
)
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
国际标准 / 国家标准 / 行业标准 / 地方标准 / 团体标准 / 企业标准
"""
"""Words of which one says what those behind the next stroke do not, wherever they stand."""
_SIBLINGS = """
公共 公用 / 私人 私家 自用 家用 / 专用
公办 公立 / 民办 私立
轻度 轻症 / 中度 / 重度 重症
轻型 / 中型 / 重型
货物 / 服务
国家级 中央级 / 省级 / 市级 / 县级 区级 / 乡级 镇级 / 村级
中央 / 地方 / 乡镇
国内 / 入境 / 出境
国产 / 进口
男性 男子 男职工 / 女性 女子 女职工
成年 / 未成年
常住 / 户籍 / 流动 / 暂住
职工 / 居民 / 农民 / 学生
乘用车 客车 / 商用车 / 货车
纯电动 / 燃油 / 混合动力
直流 / 交流
住院 / 门诊 / 急诊
收入 / 支出
存款 / 贷款
资产 / 负债
出生 / 死亡
结婚 / 离婚
招生 / 毕业 / 在校
新建 / 改建 / 扩建 / 改造
春季 / 夏季 / 秋季 / 冬季
上午 / 下午
白天 日间 / 夜间 晚间
陆上 / 海上 水上 / 空中
公路 / 铁路 / 水路 / 航空
工业 / 农业 / 服务业 / 建筑业
甲方 / 乙方 / 丙方
实物 / 货币
定期 / 活期
长期 / 中期 / 短期 / 临时
集中式 / 分布式
普通 / 职业 / 特殊
"""
"""The same of words that do so where the same stands behind both: 公共停车位 and 私人停车位."""
_WHOLES = {
    "进口": "进出口",
    "出口": "进出口",
    "入境": "出入境",
    "出境": "出入境",
    "国内": "国内外",
    "国外": "国内外",
    "境内": "境内外",
    "境外": "境内外",
    "农村": "城乡|全体(?=居民)",
    "城镇": "城乡|全体(?=居民)",
}
"""What is said of both at once."""
_AMOUNT_TO = r"(?=[^\W\d不补奖助罚费税给按最贷]{0,12}\d)"
"""Behind a word for both in a sentence that tells what both come to: 进出口总额, which is no 出口总额. A rule for both
(对进出口企业补贴) is one for each."""
_BEHIND = re.compile(r"(?:\([^()]*\))?的?([一-鿿]{2,10})")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What restricts a thing that is asked about: a match of `own` says it, one of `others` says it of another, and so
    does one of `siblings` in front of `things`, the words that stand behind it in the question."""

    own: re.Pattern[str]
    others: re.Pattern[str]
    siblings: re.Pattern[str] | None = None
    things: str = ""

    def contrasts(self, said: str) -> bool:
        """Whether the folded text speaks only of another."""
        return not self.own.search(said) and (bool(self.others.search(said)) or self._is_of_sibling(said))

    def rules_out(self, said: str, around: str) -> bool:
        """Whether the folded text speaks only of another, and what is around it does not of this; where it says of
        another the very thing that is asked (省级重点企业 for 市级重点企业), not of this thing."""
        if not self.contrasts(said):
            return False
        same_thing = self._is_of_sibling(said) and not any(
            behind in self.things for behind in _behind(self.own, around)
        )
        return same_thing or not self.own.search(around)

    def gives(self, said: str) -> bool:
        """Whether it gives a figure for this thing: 农村居民33215元."""
        own = re.compile(rf"(?:{self.own.pattern})(?=[^\W\d]{{0,12}}\d)")
        return any(behind in self.things for behind in _behind(own, said))

    def leaves_open(self, said: str) -> bool:
        """Whether it has the thing and does not say that it is this one: 财政赤字 for 地方财政赤字."""
        return bool(self.things) and self.things[:2] in said and not self.own.search(said)

    def _is_of_sibling(self, said: str) -> bool:
        return self.siblings is not None and any(behind in self.things for behind in _behind(self.siblings, said))


def qualifiers(folded: str) -> tuple[Qualifier, ...]:
    """The years, numbered and lettered classes and words with counterparts by which a folded question restricts what it
    asks.

    >>> asked = qualifiers("上海第三类医疗器械2030年对个人最多补多少?")
    >>> [any(q.contrasts(said) for q in asked) for said in ("对个人补贴500元", "第二类补贴500元", "2030年起对单位")]
    [False, True, True]
    >>> [any(q.contrasts(said) for q in qualifiers("国外的职称谁认定?")) for said in ("国(境)外职称", "国(境)内职称")]
    [False, True]
    """
    return (*_years(folded), *classes(folded))


def classes(folded: str) -> tuple[Qualifier, ...]:
    """The classes by which a folded question restricts what it asks: numbered, lettered, or by a word with
    counterparts.

    >>> [any(q.contrasts(said) for q in classes("第三类2030年补多少?")) for said in ("第二类补500元", "2027年补500元")]
    [True, False]
    """
    return (*_ranks(folded), *_letters(folded), *_words(folded))


def _years(folded: str) -> Iterator[Qualifier]:
    for year in dict.fromkeys(_YEAR.findall(folded)):
        yield Qualifier(re.compile(year), _YEAR)


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


def _behind(words: re.Pattern[str], said: str) -> Iterator[str]:
    """The two characters behind each of the words in a folded text."""
    found = (_BEHIND.match(said, match.end()) for match in words.finditer(said))
    return (behind[1][:2] for behind in found if behind)


def _words(folded: str) -> Iterator[Qualifier]:
    any_word, known = _known()
    said = {match.group(): match.end() for match in any_word.finditer(folded)}
    for word, end in said.items():
        own, others, siblings = known[word]
        if not any(other in siblings for other in said):
            behind = _BEHIND.match(folded, end)
            things = behind[1] if behind else ""
            yield Qualifier(_any(own), _any(others, _WHOLES.get(word, "")), _any(siblings), things)


@cache
def _known() -> tuple[re.Pattern[str], dict[str, tuple[Sequence[str], Sequence[str], Sequence[str]]]]:
    """All words, and for each those that say the same, its counterparts wherever they stand and all that it has."""
    same: dict[str, list[str]] = {}
    counterparts: dict[str, list[str]] = {}
    siblings: dict[str, list[str]] = {}
    for table in (_COUNTERPARTS, _SIBLINGS):
        for line in filter(None, table.split("\n")):
            groups = [side.split() for side in line.split("/")]
            for group in groups:
                others = [other for beside in groups if beside is not group for other in beside]
                for word in group:
                    same.setdefault(word, []).extend(group)
                    siblings.setdefault(word, []).extend(others)
                    counterparts.setdefault(word, []).extend(others if table is _COUNTERPARTS else ())
    wholes = [whole for whole in "|".join(_WHOLES.values()).split("|") if "(" not in whole]
    known = {word: (own, counterparts[word], siblings[word]) for word, own in same.items()}
    return _any([*known, *wholes]), {**known, **dict.fromkeys(wholes, ((), (), ()))}


_NO_PART = r"(?<![非不未副正])(?<![几两一二三四五六七八九十\d](?=个人))(?<!进(?=出口))(?<!出(?=入境))"


def _any(words: Iterable[str], whole: str = "") -> re.Pattern[str]:
    """Any of the words, the longest first, or the `whole` where it tells what that comes to; 非机动车 is no 机动车,
    几个人 no 个人, 进出口 no 出口."""
    longest = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
    either = rf"{_NO_PART}(?:{longest})(?<![国境]内(?=外))"
    return re.compile(f"{either}|(?:{whole}){_AMOUNT_TO}" if whole else either)
