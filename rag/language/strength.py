"""How firmly a sentence lays something down, and whether it does: 必须 and 鼓励, 作为 and 不作为."""

import re

# From the firmest to the loosest.
_STRENGTHS = (
    "必须|应当|不得|确保|严格|强制|务必",
    "支持|鼓励|引导|推动|推进|促进|加大|加快|加强",
    "探索|研究|试点|争取|逐步|适时|条件成熟",
)
_FIRM_ASKED = re.compile(
    r"必须|强制|务必|硬性|一律|都[要得须](?!求)|一定[要得]|不[^,。?不]{1,8}就不[让能得准许予给]|不[^,。?不]{1,4}不[行让准许]"
)
_FIRM = re.compile("必须|应当|(?<![供响适相反])应(?![用对急])|须|不得|不予|禁止|确保|严格|强制|务必|一律|要按")
_LOOSE = re.compile("鼓励|支持|引导|倡导|提倡|探索|自愿|可以|研究|争取")
_MENTIONS = re.compile("提[到及过了]|提(?=[,?]|$)|写|涉及|出现|谈|讲|说")
_DENIES = re.compile(
    "(?:不(?:再|作为?|做|设定?|设[立置]|要求|实行|执行|纳入|列入|适用|享受|安排|给予)|暂不|未(?:设|建|作|列)|没有(?:设|要求|规定)"
    "|无需|无须|不需要?)"
)
_CLAUSE = re.compile("[,;。:!?、]")


def weaker(asked: str, said: str) -> str | None:
    """The looser word that a sentence uses where the question names a firmer one: asked 必须, said 鼓励.

    >>> weaker("哪些省要求必须建立档案", "鼓励建立档案"), weaker("哪些省鼓励建立档案", "鼓励建立档案")
    ('鼓励', None)
    """
    firm = next((i for i, words in enumerate(_STRENGTHS) if re.search(words, asked)), None)
    if firm is None or re.search("|".join(_STRENGTHS[: firm + 1]), said):
        return None
    loose = re.search("|".join(_STRENGTHS[firm + 1 :]) or "(?!)", said)
    return loose.group() if loose else None


def only_encourages(asked: str, said: str) -> bool:
    """Whether a duty is asked for and the sentence lays down none; both folded.

    >>> asked = "哪些省规定新建项目都要配储能,不配就不让并网?"
    >>> only_encourages(asked, "鼓励新建项目配储能"), only_encourages(asked, "新建项目须配储能,鼓励多配")
    (True, False)
    """
    return bool(_FIRM_ASKED.search(asked) and _LOOSE.search(said) and not _FIRM.search(said))


def denies(asked: str, said: str, thing: str) -> bool:
    """Whether the sentence says only that the thing is not so, where that it is so is asked for; all folded.

    >>> asked = "哪些省设定了用能指标?"
    >>> denies(asked, "本期不设定用能指标", "用能"), denies(asked, "设定用能指标,不设定其他指标", "用能")
    (True, False)
    >>> denies("哪些省提到用能指标?", "不设定用能指标", "用能")
    False
    """
    if _DENIES.search(asked) or _MENTIONS.search(asked):
        return False
    clauses = [clause for clause in _CLAUSE.split(said) if thing in clause]
    return bool(clauses) and all((match := _DENIES.search(c)) and match.start() < c.index(thing) for c in clauses)
