"""Things that a question names and that nothing near a sentence is like: 公积金, where the sentence is of 养老保险."""

import re

from index.documents import Span
from index.local import LocalIndex
from rag.language import wording
from rag.language.content import NOUN_TAGS, content_words
from rag.language.likeness import likeness
from rag.language.terms import normalise
from rag.refusals.refuting import said
from rag.selection import passage
from rag.selection.sentence import Sentence
from rag.selection.telling import officially
from rag.understanding.question import Understanding

_LIKE = 0.3  # least cosine of a word that may stand for the thing
_OFFICIAL = 0.5  # how common in official texts a word is that these would use for what it means
_PLACES = "ns"  # the tag of their names, which are looked for by themselves
_NO_THING = re.compile(
    f"多少|几|什么|哪|谁|何|如何|怎|吗|是否|^(?:{wording.DOCUMENT_OR_RULE}|法律|法规)$"
    "|^(?:金额|数额|数量|数字|比例|比重|额度|标准|[上下]限|时间|日期|时限|期限|流程|程序|手续|步骤|环节|方式|方法|办法|做法|措施|举措"
    "|条件|要求|内容|事项|情况|情形|状况|进展|范围|对象|主体|原因|理由|目的|意义|作用|影响|成效|特点|依据|来源|地点|地址"
    "|原则|机制|方向|投向|职责|职能|定义|界定|建议|国家|政府|单位|官员|领导|负责人|书记|主任|主席|[省市区县乡镇厅局部院校所司处科会]长)$"
)
"""What asks, what only says that it is documents which are asked, and what only names the kind of answer or who it is
that says or does something."""


def lacks_a_thing(index: LocalIndex, sentence: Sentence, understanding: Understanding) -> bool:
    """Whether a Chinese question names a thing by a word of official texts, which the documents use, and nothing in the
    sentence, its paragraph, the headings above or its document's title is like it: who meant what it speaks of
    would have called it so."""
    if not understanding.language.startswith("zh"):
        return False
    things = [word for word in _things(understanding) if index.chunk_frequency(word)]
    if not things:
        return False
    near = _near(index, sentence)
    spelled = {term.text: (term.text, *term.others) for term in understanding.terms}
    unsaid = [thing for thing in things if not any(word in near for word in spelled.get(thing, (thing,)))]
    alike = likeness(unsaid, _words(near))
    return any(max((float(row[n]) for row in alike.values()), default=0.0) < _LIKE for n in range(len(unsaid)))


def _things(understanding: Understanding) -> list[str]:
    """The nouns of the question, each once, that are common in official texts and no kind of answer (金额)."""
    import rjieba

    tagged = rjieba.tag(normalise(understanding.asked))
    nouns = (word for word, tag in tagged if tag[:1] in NOUN_TAGS and tag != _PLACES and len(word) > 1)
    things = (word for word in nouns if word not in wording.stop_words() and not _NO_THING.search(word))
    return [word for word in dict.fromkeys(things) if content_words(word) and officially(word) >= _OFFICIAL]


def _near(index: LocalIndex, sentence: Sentence) -> str:
    """The sentence, normalised, with its paragraph, what stands above it and what is known of its document."""
    info, text = index.by_id[sentence.document_id], index.text(sentence.document_id)
    paragraph = passage.paragraph(text, Span(sentence.start, sentence.end))
    known = [*info.metadata.issuers, info.metadata.region or "", text[sentence.end : paragraph.end]]
    told = said(sentence, info, text)
    return " ".join((told.around, told.before, normalise(" ".join(known))))


def _words(text: str) -> list[str]:
    import rjieba

    return [word for word in rjieba.cut(text) if re.search(r"\w", word)]
