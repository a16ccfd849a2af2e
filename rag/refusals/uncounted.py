"""Things of which a question asks the number and a sentence only says that there are some: 建设一批先导区."""

import re

from rag.language.content import NOUN_TAGS

_THINGS = "个家户项座所处条种类台辆套只张部名位例颗枚款件支批"
_COUNTED = re.compile(rf"(?P<before>[一-鿿]*)(?:多少|几)[十百千万亿]*[{_THINGS}](?P<behind>[一-鿿]*)[?。]?$")
_SOME = re.compile(r"一(?:大?批|些|系列)|若干")
_FIGURE = re.compile(rf"\d|[二三四五六七八九十百千万两][余多]?[{_THINGS}大]|[百千万]")
_CLAUSES = re.compile("[,。;:]")


def counted_things(asked: str) -> str:
    """The noun of the things of which the normalised question asks how many: its last word, or the last noun in front
    where it ends with how many; empty where neither is one.

    >>> [counted_things(asked) for asked in ("要建多少个产业先导区?", "科技孵化器要建多少家?", "补贴几万元?")]
    ['先导区', '孵化器', '']
    """
    found = _COUNTED.search(asked)
    if found is None:
        return ""
    return (
        _last_noun(found["behind"], anywhere=False) if found["behind"] else _last_noun(found["before"], anywhere=True)
    )


def only_some(things: str, said: str) -> bool:
    """Whether a folded text says wherever it has the things that there are some, and nowhere how many.

    >>> only_some("先导区", "建设一批孵化器和先导区,突破百项技术"), only_some("先导区", "建设一批孵化器和3个先导区")
    (True, False)
    """
    before = [clause[: clause.rfind(things)] for clause in _CLAUSES.split(said) if things in clause]
    return bool(before) and all(_SOME.search(part) and not _FIGURE.search(part) for part in before)


def _last_noun(text: str, anywhere: bool) -> str:
    """The noun that ends the text, or the last `anywhere` in it, with what is before it where it has one character:
    先导区; empty where there is none."""
    import rjieba

    tagged = rjieba.tag(text)
    for at in range(len(tagged) - 1, -1, -1):
        word, tag = tagged[at]
        if tag[:1] in NOUN_TAGS:
            return word if len(word) > 1 else (tagged[at - 1][0] if at else "") + word
        if not anywhere:
            break
    return ""
