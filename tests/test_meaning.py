"""How much alike in meaning sentences and a question are, piece by piece."""

import numpy as np
import pytest

from index.documents import Span
from rag.language.likeness import static_embedder, unit
from rag.remembered import Remembered
from rag.selection.meaning import Asked


def test_a_sentence_that_says_the_question_lacks_nothing_of_it():
    [[other, same]] = Asked("新建停车场的收费标准").meanings(
        [("", ["农民工参加培训。", "新建停车场的收费标准"])], [("甲", Span(0, 10))]
    )
    assert (same.cosine, same.pieces, same.gap) == pytest.approx((1, 1, 0), abs=1e-5)
    assert other.cosine < 0.5
    assert other.gap > same.gap


def test_what_is_asked_may_stand_above_the_sentence_or_before_it():
    asked = Asked("停车场收费")
    [[alone]] = asked.meanings([("", ["每小时五元。"])], [("甲", Span(0, 10))])
    [[headed]] = asked.meanings([("停车场收费办法", ["每小时五元。"])], [("甲", Span(0, 10))])
    [[_, behind]] = asked.meanings([("", ["停车场收费如下。", "每小时五元。"])], [("甲", Span(0, 10))])
    assert headed.gap < alone.gap
    assert behind.nearby > alone.nearby
    assert headed.pieces == alone.pieces


def test_what_introduces_a_sentence_is_read_with_it():
    asked = Asked("禁止损害古树")
    said = [("", ["刻划、敲钉；", "燃放烟花。"])]
    [[alone, _]] = asked.meanings(said, [("甲", Span(0, 10))])
    [[item, other]] = asked.meanings(said, [("甲", Span(0, 10))], [["禁止下列损害古树的行为:", ""]])
    assert item.within > alone.within == alone.nearby == item.nearby
    assert other.within == other.nearby


def test_what_all_sentences_of_a_document_speak_of_does_not_tell_which_one_answers():
    asked = Asked("停车场残疾人收费")
    read = [("", ["停车场分为三类。", "残疾人免费。", "停车场设在路边。"]), ("", ["停车场。", "残疾人。"])]
    [(lot, disabled, _), (lot_elsewhere, disabled_elsewhere)] = asked.meanings(
        read, [("甲", Span(0, 10)), ("乙", Span(0, 10))]
    )
    assert disabled.telling - lot.telling > disabled.pieces - lot.pieces
    assert disabled.telling - lot.telling > disabled_elsewhere.telling - lot_elsewhere.telling


def test_what_was_read_before_a_sentence_in_its_document_leads_to_it():
    asked = Asked("停车场残疾人收费")
    read = [("", ["每小时五元。"]), ("", ["残疾人免费。"]), ("停车场", ["每小时五元。"]), ("", ["停车场。"])]
    places = [("甲", Span(50, 60)), ("甲", Span(0, 10)), ("甲", Span(90, 100)), ("乙", Span(0, 10))]
    [[behind], [free], [headed], [elsewhere]] = asked.meanings(read, places)
    [[far], *_] = asked.meanings(read, [("甲", Span(500, 510)), *places[1:]])
    assert behind.telling < behind.led == pytest.approx(free.led, abs=0.1)
    assert headed.led > behind.led
    assert far.led == pytest.approx(far.telling)
    assert elsewhere.led == pytest.approx(elsewhere.telling)


def test_each_passage_keeps_its_own_sentences():
    asked = Asked("停车场")
    together = asked.meanings(
        [("甲", ["停车场。", "道路。"]), ("乙", []), ("丙", ["公园。"])],
        [("1", Span(0, 10)), ("2", Span(0, 10)), ("1", Span(9, 19))],
    )
    assert [len(inside) for inside in together] == [2, 0, 1]
    alone = asked.meanings([("丙", ["公园。"])], [("1", Span(0, 10))])[0]
    assert together[2][0].nearby == pytest.approx(alone[0].nearby)


def test_pieces_have_the_same_vectors_at_length_one():
    model = static_embedder()
    pieces = model.pieces(["重点实验室实行5年一个周期的年薪制"])[0]
    assert (model.piece_units(pieces) == unit(model.piece_vectors(pieces))).all()
    assert np.linalg.norm(model.piece_units(pieces), axis=1) == pytest.approx([1.0] * len(pieces))


def test_what_was_cut_long_ago_is_forgotten_first():
    made: list[str] = []
    lengths = Remembered(lambda words: made.extend(words) or [len(word) for word in words], most=3)
    lengths.of(["a", "bb", "ccc", "dddd"])
    assert lengths.of(["ccc", "a"]) == [3, 1]
    assert made == ["a", "bb", "ccc", "dddd", "a"]
