from hypothesis import example, given
from hypothesis import strategies as st

from index.lexicon import _folded_character, _is_spaced, bigrams, fold, fold_text, segment, words

TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)


def test_traditional_japanese_and_full_width_characters_fold_to_one_form():
    assert fold_text("廣東省粵府辦［２０１２］１０１號") == fold_text("广东省粤府办〔2012〕101号")
    assert fold_text("広東省") == "广东省"
    assert fold_text("給予研究") == "给予研究"


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
