"""What a survey in English asks of each document."""

import re

from rag.language.which import ENGLISH_ASKS, ENGLISH_DOCUMENTS, ENGLISH_KIND, ENGLISH_PLACES, ENGLISH_SAYS
from rag.understanding.surveyed import Asked

_ASKED = re.compile(
    rf"(?:{ENGLISH_ASKS}|\b(?:do|does|did)) (?:of )?{ENGLISH_KIND}"
    rf"(?:{ENGLISH_DOCUMENTS}|plans|measures|regulations|{ENGLISH_PLACES})\b"
    rf"(?: (?:and|or) (?:{ENGLISH_PLACES}|{ENGLISH_DOCUMENTS}))?,?(?: (?:that|which|who|have|has|all))*"
)
_NOT = re.compile(
    r"\b(?:do|does|did) not\b|\bnot\b|\b(?:don't|doesn't|didn't)\b|\bfail(?:s|ed)? to\b|\bnever\b"
    r"|\bsay(?:s|ing)? nothing\b|\bomit(?:s|ted)?\b"
)
_SAYING = re.compile(ENGLISH_SAYS)
_VERB = re.compile(r"(?:\w{2,}(?:ing|ed)|\b(?:to|must|may|can|should|shall|will|not) \w+)$")
"""What ends in a verb, so that what it is done to stands behind the «or»: restoring or building wetlands."""
_OWN_WORDS = re.compile("(?<=[(\"'])[\u4e00-\u9fff]{2,}(?=[)\"'])")
"""Words of the documents themselves, in brackets or quotation marks."""
_LONGEST = 4  # words in front of an «or» that are one of two things whatever they end in: vocational training or credit


def asked_in_english(text: str) -> Asked:
    """What a normalised survey question asks of each document, the ways in which it may be said being its parts.

    >>> asked_in_english("which regional documents call for incubators or guarantee funds?").parts
    (('incubators', True), ('guarantee funds', True))
    >>> asked_in_english("which plans call for building electric vehicle charging stations or parking lots?").parts
    (('building electric vehicle charging stations', True), ('parking lots', True))
    >>> asked_in_english("which cities forbid using groundwater when restoring or building wetlands?").parts
    (('forbid using groundwater when restoring or building wetlands', True),)
    >>> asked_in_english("which places have specific measures for disabled people?").parts
    (('disabled people', True),)
    >>> asked_in_english("which provinces do not mention cloud computing?")
    Asked(parts=(('cloud computing', True),), negated=True, figure=False)
    >>> asked_in_english("which provinces propose one price for all (同网同价)?").parts
    (('同网同价', True),)
    """
    rest = _ASKED.sub(" ", text.split("?", 1)[0])
    negated = bool(_NOT.search(rest))
    rest = _SAYING.sub(" ", re.sub(r"\b(?:do|does|did)\b", " ", _NOT.sub(" ", rest)))
    if own := _OWN_WORDS.findall(rest):
        return Asked(tuple((words, True) for words in own), negated)
    sides = [" ".join(side.split()) for side in re.split(r"\bor\b", rest)]
    if any(len(side.split()) > _LONGEST and _VERB.search(side) for side in sides[:-1]):
        sides = [" ".join(rest.split())]
    return Asked(tuple((side, True) for side in sides if side), negated)
