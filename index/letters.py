"""What replies, decisions, minutes and guides say of themselves in their first lines and their last."""

import re
from dataclasses import dataclass

from index.dates import DATE, iso_date
from index.organisations import CENTRAL_BODY, ORGANISATIONS, each
from index.regions import gazetteer

_FIRST, _LAST = 8, 6  # lines that hold the name of who writes and of what it is; those that hold the signature
_REACH = 1_500  # characters from the start, and from the end
_MARKS = " \t\u3000#*|>-"
_KIND = (
    r"(?:答复|答复意见|回复|复函|复议决定|(?:决定|告知|通知|裁决|仲裁|意见|建议|倡议|承诺)书|纪要|解读|指南|须知|手册|解答|问答"
    r"|(?:\d{1,3}|[一百千])问(?:(?:\d{1,3}|[一百千])答)?)"
)
_TITLE = re.compile(
    rf"(?:【[^】]{{2,10}}】)?([^\s。；：:>|][^。；：:>|]{{2,60}}?{_KIND}(?:[（(][^（）()]{{1,24}}[）)])?)$"
)
_BARE = 10  # characters of a kind of document that has no subject: 行政处罚决定书
_SEAL = r"[（(][^（）()\n]{0,4}章[）)]"
_LETTERHEAD = re.compile(rf"({ORGANISATIONS})(?:文件)?(?:\**$|\**\s*[·•|（(]|\s+(?=[^\s：:]{{2,8}}[:：]))")
_SIGNED = re.compile(rf"(?:{_SEAL}\s*)?({ORGANISATIONS})\s*(?:{_SEAL})?(?:$|\s{{2,}}\S)")
_DATED = re.compile(rf"({DATE})\s*(?:{_SEAL})?$")
_SENTENCE = re.compile(r"^(?!附件|附：|抄送|分送|[（(]).*。")
_STATE = re.compile(rf"{CENTRAL_BODY}|(?:国家|中华人民共和国)")
_REPLY = re.compile(
    r"(?:答复|回复|批复)如下|(?:来信|来函|来电|留言|建议|提案|请示|诉求)[^。\n]{0,40}(?:收悉|悉。|已阅)|(?:来信|诉求|留言|答复|回复)内容|官方回复"
)
_ADDRESSED = re.compile(r"[^\S\n]*((?!各)[\u4e00-\u9fff·]{2,24}?)[，,]?(?:[您你]好)?[:：！!]$")


@dataclass(frozen=True, slots=True)
class Closing:
    """Who signs in the last lines and the date that stands alone there."""

    issuers: tuple[str, ...] = ()
    date: str | None = None


def title(text: str) -> str | None:
    r"""The line of the first ones that ends in such a kind of document; a bare kind with whose it is above it.

    >>> title("甲市水利局\n关于对第93号建议的答复\n某代表：\n您提出的…"), title("北京市生态环境局\n行政处罚决定书\n")
    ('关于对第93号建议的答复', '北京市生态环境局行政处罚决定书')
    """
    lines = _first_lines(text)
    found = [(n, match.group(1)) for n, line in enumerate(lines) if (match := _TITLE.match(line))]
    n, best = next(((n, line) for n, line in found if "关于" in line or "《" in line), found[0] if found else (0, ""))
    above = "".join(_letterhead(lines[n - 1])) if n and len(best) <= _BARE else ""
    return f"{above}{best}" or None


def letterhead(text: str) -> tuple[str, ...]:
    r"""Who a line of the first ones names and nobody else: 某局文件, 某局 · 2026年1月2日发布.

    >>> letterhead("**北京市财政局** · 京财发〔2026〕6号\n"), letterhead("北京市财政局负责落实。\n")
    (('北京市财政局',), ())
    """
    return next(filter(None, map(_letterhead, _first_lines(text))), ())


def closing(text: str) -> Closing:
    r"""Who signs above the date that stands alone among the last lines, whatever stands beside the name or the date.

    >>> closing("…谢谢。\n北京市水务局（印章）\n2024年6月27日\n")
    Closing(issuers=('北京市水务局',), date='2024-06-27')
    """
    lines = [line.strip() for line in text[-_REACH:].splitlines() if line.strip()][-_LAST:]
    for n in reversed(range(len(lines))):
        if (dated := _DATED.fullmatch(lines[n])) and (date := iso_date(dated.group(1))):
            return Closing(_signers(lines[n - 1]) if n else (), date)
        if _SENTENCE.search(lines[n]):
            break
    last = next((line for line in lines[-1:] if re.search(f"{_SEAL}$", line)), "")
    return Closing(_signers(last))


def interprets(title: str) -> bool:
    """Whether what stands in 《》 in the title is another document, which this one explains.

    >>> interprets("《某细则》政策解读"), interprets("关于印发《某细则》的通知")
    (True, False)
    """
    return bool(re.search("(?:解读|解答|[问答])(?:[（(]|$)", title))


def is_reply(text: str) -> bool:
    """Whether it answers somebody, so that what it says comes into force is something else.

    >>> is_reply("您提出的建议收悉，现答复如下："), is_reply("为规范管理，制定本办法。")
    (True, False)
    """
    return bool(_REPLY.search(text, 0, _REACH))


def addressee(text: str) -> str | None:
    r"""Whom a reply or a decision addresses in a line of its own: 某某代表：

    >>> addressee("关于第93号建议的答复\n王小明代表：\n您提出的建议收悉"), addressee("如下：\n")
    ('王小明代表', None)
    """
    lines = text[:_REACH].splitlines()
    for line, behind in zip(lines, lines[1:], strict=False):
        match = _ADDRESSED.match(line.rstrip())
        if (
            match
            and re.search("如下|内容|事项|材料|[一二三四五]是", match.group(1)) is None
            and len(behind.strip()) > 4
        ):
            return match.group(1)
    return None


def _first_lines(text: str) -> list[str]:
    lines = (line.strip(_MARKS) for line in text[:_REACH].splitlines())
    return [line for line in lines if line][:_FIRST]


def _letterhead(line: str) -> tuple[str, ...]:
    match = _LETTERHEAD.match(line)
    return _public(each(match.group(1))) if match else ()


def _signers(line: str) -> tuple[str, ...]:
    match = _SIGNED.match(line)
    return _public(each(match.group(1))) if match else ()


def _public(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, where the first is that of a body of a region or of the state."""
    first = names[0] if names else ""
    return names if gazetteer().of_issuer(first) or _STATE.match(first) else ()
