"""Tokenizers: the quick one against the library whose file it reads."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import tokenizer
from index.lexicon import fold_text
from index.tokenizer import SENTENCEPIECE, LibraryTokenizer, UnigramTokenizer, load_tokenizer, sentencepiece_model

FILE = Path(tokenizer.__file__).parent / "models/builtin/tokenizer.json"
SCRIPTS = st.characters(categories=("L", "N", "P", "S", "Z"))
ODD = st.sampled_from("国家政策，。１２3４ⅣＧ①㈠▁ \u3000\n\t\0\x01\x1cａéＡßﬁİ가ひカーﾞ々〇㍿豈𠀀😀\u200b\ufeff")


@pytest.fixture(scope="module")
def quick():
    quick = load_tokenizer(FILE)
    assert isinstance(quick, UnigramTokenizer)
    return quick


@pytest.fixture(scope="module")
def library():
    return LibraryTokenizer(FILE)


@pytest.fixture(scope="module")
def likelihood():
    """How likely some pieces are, as a logarithm."""
    scores = [score for _, score in json.loads(FILE.read_text(encoding="utf-8"))["model"]["vocab"]]
    return lambda pieces: sum(scores[piece] for piece in pieces)


def _composed(text: str) -> bool:
    return not any(unicodedata.category(character) in ("Mn", "Mc", "Me") for character in fold_text(text))


@settings(deadline=None)
@given(texts=st.lists(st.text(st.one_of(ODD, SCRIPTS), max_size=40), max_size=6))
def test_texts_are_cut_as_the_library_cuts_them(quick, library, likelihood, texts):
    texts = [text for text in texts if _composed(text)]
    for text, cut, theirs in zip(texts, quick.pieces(texts), library.pieces(texts), strict=True):
        assert cut == theirs or likelihood(cut) == pytest.approx(likelihood(theirs), abs=1e-4), text


def test_a_line_is_cut_alone_as_it_is_among_others(quick, seeds):
    lines = [line for path in sorted(seeds.glob("*.txt")) for line in path.read_text(errors="replace").splitlines()]
    assert [quick.pieces([line])[0] for line in lines] == quick.pieces(lines)


def test_documents_are_cut_as_the_library_cuts_them(quick, library, seeds):
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(seeds.glob("*.txt"))]
    lines = [line for text in texts for line in text.splitlines()]
    assert quick.pieces(lines) == library.pieces(lines)
    assert quick.pieces(texts) == library.pieces(texts)


@settings(deadline=None)
@given(texts=st.lists(st.text(st.one_of(ODD, SCRIPTS), max_size=20), max_size=6))
def test_texts_are_cut_together_as_each_alone(quick, texts):
    assert quick.pieces(texts) == [quick.pieces([text])[0] for text in texts]


def test_of_two_equally_likely_cuts_either_may_be_taken(quick, library):
    ((ours,), (theirs,)) = quick.pieces(["666小时"]), library.pieces(["666小时"])
    assert Counter(ours) == Counter(theirs)


def test_any_other_tokenizer_is_the_librarys(tmp_path):
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = Tokenizer(models.WordLevel({"[UNK]": 0, "policy": 1, "plan": 2}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.save(str(tmp_path / "tokenizer.json"))
    assert load_tokenizer(tmp_path / "tokenizer.json").pieces(["plan policy law", ""]) == [[2, 1, 0], []]


def test_the_built_in_models_file_for_sentencepiece_is_that_of_its_tokenizer():
    assert FILE.with_name(SENTENCEPIECE).read_bytes() == sentencepiece_model(FILE)
