"""Questions made from statutes, to fit `rag.selection.answering` on more than people can write.

A sentence that holds a figure, a duty of a body or a definition is asked for with part of its words left out, in the
order in which a person would ask: 超过三十日未答复的 → 未答复超过多少日?. Half of the questions name the statute; those
of statutes that are kept out of the documents have no answer there.
"""

import json
import lzma
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.lexicon import segment

STATUTES, KEPT_OUT = 160, 40  # whose articles become documents; of which only questions are made
_EACH = 3  # questions of a statute
_LEFT_OUT = 0.35  # of the words of a question
_SHORTEST, _LONGEST = 18, 120  # characters of a sentence that is asked for
_FIGURE = re.compile(
    r"(?P<figure>[\d.一二三四五六七八九十百千万亿两]+)(?P<unit>个工作日|个月|周岁|小时|日|年|万元|元|人|倍|米|公里|次|%)"
    r"(?!第|起|法)"
)
_DUTY = re.compile(
    r"^(?:由)?(?P<who>[\u4e00-\u9fff、]{2,24}(?:部门|机关|人民政府|委员会|机构|单位|法院))(?:应当|负责|可以)"
)
_DEFINITION = re.compile(r"(?:本[法条例办规定]{1,2}所称)?(?P<what>[\u4e00-\u9fff]{2,10})，?是指")
_SENTENCE = re.compile(r"[^。；：\n]+[。；：]?")
_MARK = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")


def build(articles: Path, folder: Path, seed: int = 7) -> int:
    """Write the statutes to `folder/documents`, the questions to `folder/gold.jsonl`; how many questions there are."""
    chance = random.Random(seed)
    statutes = _statutes(articles, chance)
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    questions: list[dict[str, object]] = []
    for number, (name, texts) in enumerate(statutes.items()):
        answerable = number < STATUTES
        if answerable:
            body = "\n\n".join(f"{article} {text}" for article, text in texts)
            (documents / f"{number:03}.txt").write_text(f"{name}\n\n{body}\n", encoding="utf-8")
        asked = [question for _, text in texts for question in _questions(text, chance)]
        for kind, question, sentence in chance.sample(asked, min(_EACH, len(asked))):
            short = name.removeprefix("中华人民共和国")
            named = f"{short}规定，{question}" if not answerable or chance.random() < 0.5 else question
            questions.append(_gold(f"s{len(questions):04}", kind, named, f"{number:03}.txt", sentence, answerable))
    (folder / "gold.jsonl").write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), "utf-8")
    return len(questions)


def _statutes(path: Path, chance: random.Random) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Some statutes with their articles' numbers and texts, in an order by chance."""
    found: dict[str, list[tuple[str, str]]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found.setdefault(record["law"], []).append((record["article"], record["text"]))
    names = sorted(name for name, texts in found.items() if 20 <= len(texts) <= 90)
    return {name: found[name] for name in chance.sample(names, STATUTES + KEPT_OUT)}


def _questions(text: str, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Type, question and sentence of each sentence of an article that can be asked for."""
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        body = _MARK.sub("", sentence).rstrip("。；：")
        if not _SHORTEST <= len(body) <= _LONGEST:
            continue
        if definition := _DEFINITION.match(body):
            what = definition["what"].removeprefix("的")
            yield "fact", chance.choice([f"什么是{what}？", f"{what}是什么意思？", f"{what}指什么？"]), sentence
        elif duty := _DUTY.match(body):
            frame = chance.choice(["由谁", "由哪个部门", "哪个部门"])
            yield "who", frame + _some(body[duty.end() :], chance) + chance.choice(["？", "负责？"]), sentence
        elif figure := _FIGURE.search(body):
            before, after = body[: figure.start()], body[figure.end() :]
            ask = chance.choice(["多少", "多少", "几"]) + figure["unit"].replace("%", "")
            yield "number", _some(before, chance) + ask + _some(after, chance) + "？", sentence
        elif "应当" in body and "，" in body:
            condition, _, duty_said = body.partition("，")
            if len(duty_said) > 8:
                yield (
                    "fact",
                    _some(condition, chance) + chance.choice(["怎么办？", "应当怎么做？", "有什么要求？"]),
                    sentence,
                )


def _some(text: str, chance: random.Random) -> str:
    """The words of the text without some of them, at most the dozen nearest to its end or beginning."""
    words = segment(text)
    return "".join(word for word in words[:12] if chance.random() > _LEFT_OUT)


def _gold(id_: str, kind: str, question: str, doc: str, sentence: str, answerable: bool) -> dict[str, object]:
    evidence = [{"doc": doc, "quote": sentence}] if answerable else []
    facts = [[sentence[:200]]] if answerable else []
    return {
        "id": id_,
        "type": kind if answerable else "negative",
        "question": question,
        "answerable": answerable,
        "facts": facts,
        "evidence": evidence,
    }
