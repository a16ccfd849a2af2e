"""Mistyped words of a question: a character for another that sounds the same, 救住 for 救助."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from index.lexicon import HAN, HAN_ONLY
from rag.language.synonyms import known_phrases

_FIRST = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗"
    "蹿摧村磋搭呆耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖"
    "棺光瑰辊锅哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸"
    "块宽匡亏坤括垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦峦抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇拿氖"
    "南囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴暖挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡剖扑期掐牵枪橇切钦青琼秋趋圈"
    "缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏酸虽孙蓑"
    "塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰一茵英"
    "哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
"""The first character of each syllable in the order of GB 2312, whose 3,755 common characters follow their sounds."""
_LEVEL = range(0xB0, 0xD8)  # leading bytes of these
_PAIR = 2  # characters
_GRAMMAR = frozenset(
    "的了在是有和与或及要可会得由被把给对从到为以于按就才也都还不没无我你他她它们这那个谁哪几多少什么怎吗呢吧啊呀让使向"
    "里中上下内外前后想来去当算说看用办做走找拿放先再最很太等二三两"
)
"""Characters that stand alone as words, which the segmenter joins to words that it does not know."""
_TRIED = 5  # ways to write a word
_AS_IS = re.compile('《[^》]*》|["“][^"”]*["”]|「[^」]*」')


def corrected(
    text: str, frequency: Callable[[str], int], fit: Callable[[str], float]
) -> tuple[str, list[tuple[str, str]]]:
    """The question with its mistyped words as they are written, and each of these with its correction.

    A word is mistyped where neither the dictionary nor any document has it and a word that sounds the same is in both;
    of several that one with which the question fits best. `frequency` tells how many passages hold a pair of
    characters, `fit` how well the best passage fits a question.

    >>> counts = {"救助": 9, "求助": 3}
    >>> corrected("受灾人员何时得到生活救住", lambda pair: counts.get(pair, 0), len)
    ('受灾人员何时得到生活救助', [('救住', '救助')])
    >>> corrected("酒驾罚多少", lambda pair: int(pair == "加罚"), len)
    ('酒驾罚多少', [])
    """
    import rjieba

    found: list[tuple[str, str]] = []
    written = _AS_IS.sub(lambda match: " " * len(match.group()), text)
    for phrase in known_phrases(written):
        written = written.replace(phrase, " " * len(phrase))
    at = 0
    for word, tag in rjieba.tag(written):
        start, at = at, at + len(word)
        if len(word) < _PAIR or not HAN_ONLY.fullmatch(word) or rjieba.has_word(word) or tag.startswith("nr"):
            continue
        before, behind = text[:start], text[at:]
        ways = sorted(set(_candidates(word, frequency)), reverse=True)[:_TRIED]
        if ways:
            right = max(
                (right for whole, _, right in ways if whole == ways[0][0]), key=lambda w: fit(before + w + behind)
            )
            found.append((word, right))
            text = f"{before}{right}{behind}"
    return text, found


def _candidates(word: str, frequency: Callable[[str], int]) -> Iterator[tuple[bool, int, str]]:
    """Ways to write a word with another character that sounds the same: whether all of it is a word then, in how many
    passages its pair is, and the word."""
    import rjieba

    for at in range(len(word) - 1):
        pair = word[at : at + _PAIR]
        if frequency(pair) or rjieba.has_word(pair) or _GRAMMAR & set(pair):
            continue
        for n, character in enumerate(pair):
            for other in homophones(character):
                right = pair[:n] + other + pair[n + 1 :]
                if rjieba.has_word(right) and (count := frequency(right)):
                    whole = word[:at] + right + word[at + _PAIR :]
                    yield rjieba.has_word(whole), count, whole


@cache
def homophones(character: str) -> str:
    """The common characters that sound the same but for the tone.

    >>> "助" in homophones("住"), "效" in homophones("校"), homophones("龘")
    (True, True, '')
    """
    characters, starts = _common()
    at = characters.find(character) if HAN.match(character) else -1
    if at < 0:
        return ""
    n = bisect_right(starts, at)
    end = starts[n] if n < len(starts) else len(characters)
    return characters[starts[n - 1] : end].replace(character, "")


@cache
def _common() -> tuple[str, list[int]]:
    """The common characters by sound, and the place of the first of each syllable."""
    codes = [bytes((high, low)) for high in _LEVEL for low in range(0xA1, 0xFF)]
    characters = "".join(code.decode("gb2312", "ignore") for code in codes)
    return characters, [characters.index(first) for first in _FIRST]
