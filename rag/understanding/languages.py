"""The language that a question is asked in."""

import re

from index.lexicon import HAN, fold_text

_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "fr": "le la les des du une est quel quelle quels combien dans pour sur et",
        "de": "der die das den dem des und ist sind wird werden ein eine einer einem welche welcher welchem "
        "welchen wie viel viele für mit von im bei zu auf wann wo wer was bis ab",
        "es": "el los las una es son qué cuál cuáles cuánto cuánta "
        "cuántos cuántas cuándo cómo quién dónde del al para con por en y se que deben",
        "en": "the of is are what which how many does do who when in to and for",
    }.items()
}


def language(text: str) -> str:
    """BCP 47 code of the language asked in: zh, zh-Hant, ja, ko, fr, de, es or en.

    >>> [language(t) for t in ("哪些省份", "幾個", "何社ですか", "몇 개", "How many?", "Which 省份?")]
    ['zh', 'zh-Hant', 'ja', 'ko', 'en', 'zh']
    """
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    latin = set(re.findall(r"[^\W\d_]+", HAN.sub(" ", text.lower())))
    shared = {code: len(latin & words) for code, words in _WORDS.items()}
    if HAN.search(text) and (len(latin) < 2 or not any(shared.values())):
        return "zh-Hant" if any(HAN.match(c) and fold_text(c) != c for c in text) else "zh"
    return max(shared, key=lambda code: (shared[code], code == "en"))
