import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.lexicon import (
    _folded_character,
    _is_spaced,
    bigram_texts,
    bigrams,
    fold,
    fold_text,
    fold_texts,
    segment,
    words,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)


def test_traditional_japanese_and_full_width_characters_fold_to_one_form():
    assert fold_text("廣東省粵府辦［２０１２］１０１號") == fold_text("广东省粤府办〔2012〕101号")
    assert fold_text("広東省") == "广东省"
    assert fold_text("給予研究") == "给予研究"
    assert fold_text("衛生、緒論、合併、並且、餅乾") == "卫生、绪论、合并、并且、饼干"


def test_quotation_marks_and_needless_spaces_do_not_tell_texts_apart():
    assert fold_text("使用 “高技术服务 ”作为") == fold_text("使用「高技术服务」作为")


@given(TEXTS)
def test_every_folded_character_maps_back_to_the_character_it_came_from(text):
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    for position, character in enumerate(folded.text):
        span = folded.original(position, position + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert character == " " or character in fold_text(text[span.start : span.end])


def fold_by_character(text):
    """What folding means, one character after another."""
    characters, offsets, gap = [], [], None
    for position, character in enumerate(text):
        folded = _folded_character(character)
        if folded.isspace():
            gap = position if gap is None else gap
            continue
        if gap is not None:
            if characters and _is_spaced(characters[-1]) and _is_spaced(folded[0]):
                characters.append(" ")
                offsets.append(gap)
            gap = None
        characters.extend(folded)
        offsets.extend([position] * len(folded))
    return "".join(characters), [*offsets, len(text)]


@given(st.one_of(TEXTS, st.text("a é9　 \n…㎡①廣，Å", max_size=40)))
@example(" a  b ")
@example("a…㎡ \t x")
def test_folding_at_once_is_folding_character_by_character(text):
    folded = fold(text)
    assert (folded.text, list(folded.offsets)) == fold_by_character(text)
    assert fold_text(text) == folded.text


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text):
    once = fold_text(text)
    assert fold_text(once) == once


@given(TEXTS, st.data())
def test_a_folded_piece_is_found_where_it_stands(text, data):
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    assert folded.original(start, end) in list(folded.find_all(folded.text[start:end]))


def test_words_hold_the_short_ones_inside_the_long_and_segments_do_not():
    assert {"价格", "政策", "价格政策"} <= set(words("完善价格政策"))
    assert segment("完善价格政策") == ["完善", "价格政策"]


def test_a_two_character_word_that_no_dictionary_has_is_a_bigram():
    assert "同价" in bigrams(fold_text("同網同價"))


@given(TEXTS)
@example("①…Ⅷ㎡ 寬帶 in  plan \0 \U0010ffff\U0010fffe")
def test_a_long_text_folds_as_its_parts_do(text):
    # A stop parts what is beside it, so that each part folds as if it stood alone.
    assert fold_text(f"{text}。" * 500) == fold_text(f"{text}。") * 500


@given(st.lists(TEXTS))
@example(["甲" * 400, "in  the", "plan ", "", "\0"])
def test_many_texts_fold_as_each_of_them_does(texts):
    assert fold_texts(texts) == [fold_text(text) for text in texts]


@pytest.mark.parametrize("text", ["同网同价 4000g", "5年3.5%和1,000个", "㐀䶿 一 鿿豈a㐀", "国", "", " ", "а́б 令"])
def test_the_bigrams_of_many_texts_are_those_of_each(text):
    (alone,) = bigram_texts([text])
    assert sorted(alone.split()) == sorted(bigrams(text))
    assert bigram_texts(["网络", text, "", "5"]) == ["网络", alone, "", "5"]
