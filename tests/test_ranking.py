"""The second look at what was found, against slow and plain computations of the same."""

import json
import lzma
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import ranking as fitting
from eval.benchmarks import CorpusDocument
from eval.retrieval import index_corpus, ranked_documents
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.language.likeness import static_embedder
from rag.search import ranking, retrieval
from rag.search.ranking import FEATURES, features, longest_run, weights
from rag.search.wordings import Wording, wordings

QUESTION = "广东的高技术服务企业用水用电同网同价吗"


@pytest.fixture(scope="module")
def found(qa):
    asked = _as_it_stands(qa.index, QUESTION)
    chunks = qa.index.chunks([chunk_id for chunk_id, _ in retrieval.candidates(qa.index, asked)])
    return chunks, features(qa.index, asked, chunks)


def _as_it_stands(index, question):
    return [Wording(question, index.embedder.embed_query(question), 1.0)]


def _column(rows, name):
    return rows[:, FEATURES.index(name)]


def test_every_feature_lies_between_nothing_and_all(found):
    _, rows = found
    assert rows.min() >= 0
    assert rows.max() <= 1 + 1e-6
    assert (rows.max(axis=0) > 0).all()


def test_matches_of_pieces_are_those_of_a_loop_over_all_pairs(qa, found):
    chunks, rows = found
    model = static_embedder()

    def unit(row):
        return row / np.linalg.norm(row)

    asked = model.piece_vectors(model.pieces([QUESTION])[0])
    lengths = np.linalg.norm(asked, axis=1)
    for chunk, got in list(zip(chunks, _column(rows, "pieces"), strict=True))[::7]:
        title = qa.index.by_id[chunk.document_id].metadata.title
        text = "\n".join([*([title] if title else []), *chunk.heading_path, chunk.text])
        passage = [unit(row) for row in model.piece_vectors(model.pieces([text])[0])]
        best = [max(max(float(unit(row) @ other), 0.0) for other in passage) for row in asked]
        assert got == pytest.approx(float(lengths @ best / lengths.sum()), abs=1e-4)


def test_a_smaller_window_has_less_and_one_that_says_it_has_all(qa, found):
    _, rows = found
    near, close = _column(rows, "near"), _column(rows, "close")
    assert (close <= near + 0.1).all()  # blocks of the two lengths do not begin at the same places
    assert close.mean() < near.mean()
    chunk = next(c for info in qa.index.documents() for c in qa.index.document_chunks(info.id) if "同网同价" in c.text)
    (row,) = features(qa.index, _as_it_stands(qa.index, "同网同价"), [chunk])
    assert row[FEATURES.index("near")] == row[FEATURES.index("close")] == pytest.approx(1, abs=1e-5)


def test_what_a_heading_has_counts_in_every_window(tmp_path):
    documents = [CorpusDocument(title, "每小时五元。", title) for title in ("停车场收费办法", "公园管理办法")]
    list(index_corpus(documents, tmp_path, None))
    index = LocalIndex.open(tmp_path)
    chunks = [chunk for info in index.documents() for chunk in index.document_chunks(info.id)]
    rows = features(index, _as_it_stands(index, "停车场收费"), chunks)
    of_parking = [index.by_id[chunk.document_id].metadata.title == "停车场收费办法" for chunk in chunks]
    for name in ("near", "close"):
        held = _column(rows, name)
        assert held[of_parking] == pytest.approx([1], abs=1e-4)
        assert (held[~np.array(of_parking)] < 0.6).all()
    index.close()


def test_of_passages_that_match_alike_the_one_of_the_shorter_document_comes_first(tmp_path):
    rule = "第一条 停车场每小时收费五元。\n"
    others = "".join(f"第{n}条 公园第{n}号门由第{n}班每日按时开启。\n" for n in range(2, 90))
    documents = [CorpusDocument("long", rule + others, "城市管理规定"), CorpusDocument("short", rule, "城市管理规定")]
    list(index_corpus(documents, tmp_path, None))
    index = LocalIndex.open(tmp_path)
    assert ranked_documents(index, "停车场每小时收费多少？", "hybrid") == ["short", "long"]
    chunks = [index.document_chunks(name)[0] for name in ("long", "short")]
    long, short = _column(features(index, _as_it_stands(index, "停车场"), chunks), "short")
    assert 0 < long < short == 1
    index.close()


def test_literal_features_are_those_counted_by_hand(qa):
    chunk = next(c for info in qa.index.documents() for c in qa.index.document_chunks(info.id) if "同网同价" in c.text)
    (row,) = features(qa.index, _as_it_stands(qa.index, "同网同价"), [chunk])
    named = dict(zip(FEATURES, row, strict=True))
    assert named["pairs"] == named["run"] == named["document"] == 1
    assert "同网同价" in fold_text(chunk.text)
    (row,) = features(qa.index, _as_it_stands(qa.index, "同网异价"), [chunk])
    named = dict(zip(FEATURES, row, strict=True))
    assert named["pairs"] < 1
    assert named["run"] == 2 / 4


@given(asked=st.text("同网价电。", max_size=8), text=st.text("同网价电。", max_size=12))
def test_the_longest_run_begins_where_three_characters_are_held(asked: str, text: str) -> None:
    held = [at for at in range(len(asked) - 2) if asked[at : at + 3] in text]
    pieces = (asked[start:end] for start in range(len(asked)) for end in range(start + 1, len(asked) + 1))
    longest = max((len(piece) for piece in pieces if piece in text), default=0)
    assert longest_run(asked, text, held) == longest_run(asked, text) == longest


def test_a_document_of_another_region_is_set_back(qa, found):
    chunks, rows = found
    for chunk, value in zip(chunks, _column(rows, "region"), strict=True):
        metadata = qa.index.by_id[chunk.document_id].metadata
        # 深圳 lies in 广东.
        assert value == float("广东" in (metadata.region, metadata.region_parent))


@pytest.mark.parametrize(
    ("question", "set_back"),
    [
        ("河南省政务服务怎么预约？", ["关于湖北"]),
        ("武汉政务服务怎么预约？", ["关于河南省"]),  # what Hubei lays down holds in Wuhan
        ("政务服务怎么预约？", []),
    ],
)
def test_a_document_without_metadata_is_of_the_region_that_its_title_names(tmp_path, question, set_back):
    titles = ["关于河南省政务服务预约办理的说明", "关于湖北政务服务网上预约的说明", "政务服务预约须知"]
    documents = [CorpusDocument(title, "政务服务事项可以网上预约。", title) for title in titles]
    list(index_corpus(documents, tmp_path, None))
    index = LocalIndex.open(tmp_path)
    assert not any(info.metadata.region for info in index.documents())
    chunks = [chunk for info in index.documents() for chunk in index.document_chunks(info.id)]
    rows = features(index, _as_it_stands(index, question), chunks)
    behind = [
        index.by_id[chunk.document_id].metadata.title
        for chunk, value in zip(chunks, _column(rows, "region"), strict=True)
        if value == 0
    ]
    assert [title[: len(start)] for title, start in zip(behind, set_back, strict=True)] == set_back
    index.close()


def test_a_document_that_has_not_the_names_asked_about_is_told(tmp_path):
    texts = {"北京": "石景山区延迟缴纳社会保险费。\n社保中心由张三负责。", "某市": "延迟缴纳社会保险费。"}
    list(index_corpus([CorpusDocument(title, text, title) for title, text in texts.items()], tmp_path, None))
    index = LocalIndex.open(tmp_path)
    chunks = [chunk for info in index.documents() for chunk in index.document_chunks(info.id)]
    titles = [index.by_id[chunk.document_id].metadata.title for chunk in chunks]

    def named(question):
        held = _column(features(index, _as_it_stands(index, question), chunks), "names")
        return dict(zip(titles, held.tolist(), strict=True))

    assert named("北京市石景山区社保费") == {"北京": 1.0, "某市": 0.0}
    assert named("石景山和朝阳区的社保费") == {"北京": 0.5, "某市": 0.0}
    assert named("社保费怎么缴") == {"北京": 1.0, "某市": 1.0}
    index.close()


def test_a_question_in_another_script_has_weights_of_its_own():
    chinese, foreign = weights("同价政策"), weights("price policy")
    assert chinese.sum() == pytest.approx(1)
    assert foreign.sum() == pytest.approx(1)
    meaning = [FEATURES.index(name) for name in ("cosine", "cosine_share", "pieces", "near", "close")]
    assert foreign[meaning].sum() > chinese[meaning].sum()


def test_passages_and_questions_without_words_are_ranked_too(qa):
    info = qa.index.documents()[0]
    chunks = qa.index.document_chunks(info.id)[:3]
    assert len(ranking.order(qa.index, _as_it_stands(qa.index, "！？"), chunks)) == 3
    assert ranking.order(qa.index, _as_it_stands(qa.index, "同价"), []) == []


def test_more_hits_do_not_change_the_first(qa):
    few = retrieval.search(qa.index, QUESTION, 5)
    many = retrieval.search(qa.index, QUESTION, qa.index.chunk_count)
    assert many[:5] == few
    assert len({chunk_id for chunk_id, _ in many}) == len(many) > 100
    assert [score for _, score in many] == sorted((score for _, score in many), reverse=True)


def _asked(rng, useful, count=40):
    """Questions whose right passage has the highest value of one feature."""
    for _ in range(count):
        rows = rng.random((10, len(FEATURES)))
        rows[1:, useful] /= 2
        rows[0, useful] = 0.6
        right = np.arange(10) == 0
        yield fitting.Asked("问", rows, right)


def test_fitting_finds_the_feature_that_tells():
    rng = np.random.default_rng(3)
    asked = list(_asked(rng, useful=2))
    row = fitting.fit(asked)
    assert row.argmax() == 2
    assert (row >= 0).all()
    assert fitting.held_out(asked) > 0.9


def test_cloze_questions_are_made_of_the_documents_words_and_the_same_each_time():
    import random

    text = "第一条 为了促进高技术服务业发展，省人民政府设立专项资金，支持企业开展研究开发和成果转化。"
    document = CorpusDocument("a", text, "广东省高技术服务业促进条例")
    first, again = ([fitting.cloze_question(document, random.Random(n)) for n in range(30)] for _ in range(2))
    assert first == again
    questions = {question for question in first if question}
    assert len(questions) > 10
    assert any(question.startswith("广东省") for question in questions)
    assert all(set(question) <= set(text + "广东省？" + "".join(fitting._ASKING)) for question in questions)
    assert fitting.cloze_question(CorpusDocument("b", "短。"), random.Random(1)) is None


@pytest.fixture
def training_data(tmp_path, seeds, monkeypatch):
    """A small copy of the training data in its files' form, of the seeds' own sentences, and questions on it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]
    sentences = [s.strip() for text in texts for s in text.split("。") if 30 <= len(s.strip()) <= 90]
    laws = [
        {"law": f"{region}{subject}条例", "article": f"第{n}条", "text": sentences[k * 6 + n] + "。"}
        for k, (region, subject) in enumerate((r, s) for r in ("广东省", "湖南省") for s in ("服务业", "创新"))
        for n in range(6)
    ]
    news = [{"date": "2023-01-01", "text": "。".join(sentences[30 + n * 3 : 33 + n * 3]) + "。"} for n in range(8)]
    files = {fitting.LAWS: laws, fitting.NEWS: news, fitting.BROADCAST: [{**one, "title": "新闻"} for one in news]}
    for name, records in files.items():
        with lzma.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    asked = [{"question": laws[n]["text"][:20], "file": fitting.LAWS, "record": n} for n in range(0, 24, 3)]
    asked += [{"question": "high-tech services", "file": fitting.NEWS, "record": n} for n in range(2)]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in asked), encoding="utf-8")
    monkeypatch.setattr(fitting, "QUESTIONS", questions)
    monkeypatch.setattr(fitting, "_NEWS", 4)
    monkeypatch.setattr(fitting, "_BROADCASTS", 4)
    monkeypatch.setattr(fitting, "_CLOZE", {"passages": 12, "laws": 12})
    return tmp_path


def test_the_command_writes_the_weights_that_the_search_reads(training_data, capsys):
    from typer.testing import CliRunner

    from eval.__main__ import app

    output = training_data / "ranking.json"
    result = CliRunner().invoke(app, ["ranking", "--data", str(training_data), "--output", str(output)])
    assert result.exit_code == 0, result.output
    written = json.loads(output.read_text(encoding="utf-8"))["weights"]
    assert set(written) == {"chinese", "foreign"}
    assert all(list(row) == list(FEATURES) and sum(row.values()) > 0 for row in written.values())
    assert "chinese" in result.output


def test_missing_training_data_is_told(tmp_path):
    with pytest.raises(fitting.InvalidTrainingData, match="cn_law_articles"):
        next(fitting.corpora(tmp_path))


def test_each_wording_of_a_question_is_embedded_once_for_a_search(qa, monkeypatch):
    embedder, asked = qa.index.embedder, []
    expected = [wording.text for wording in wordings(embedder, QUESTION)]
    embed = embedder.embed_query
    monkeypatch.setattr(embedder, "embed_query", lambda text: asked.append(text) or embed(text))
    retrieval.search(qa.index, QUESTION, 90)
    assert asked == expected


def test_a_question_is_asked_in_its_own_words_and_in_those_of_documents(qa):
    own, other = wordings(qa.index.embedder, "电驴在哪里上牌")
    assert own.text == "电驴在哪里上牌"
    assert other.text.startswith(own.text)
    assert "电动自行车" in other.text
    assert own.share > other.share
    assert own.share + other.share == pytest.approx(1)
    (alone,) = wordings(qa.index.embedder, "河长制")
    assert (alone.text, alone.share) == ("河长制", 1)
    assert "商标" in wordings(qa.index.embedder, "Who registers trademarks?")[1].text


def test_what_is_measured_is_the_mean_over_the_wordings(qa, found):
    chunks, _ = found
    question = "电驴怎么上牌"
    both = wordings(qa.index.embedder, question)
    apart = [features(qa.index, [replace(wording, share=1.0)], chunks) for wording in both]
    assert features(qa.index, both, chunks) == pytest.approx(
        sum(wording.share * rows for wording, rows in zip(both, apart, strict=True))
    )


def test_a_passage_in_the_words_of_documents_is_found_before_one_with_a_word_of_the_question(tmp_path):
    texts = ["电动自行车应当申请注册登记，领取号牌。", "上牌坊村村民委员会负责本村的环境卫生。"]
    list(index_corpus([CorpusDocument(text, text, None) for text in texts], tmp_path, None))
    index = LocalIndex.open(tmp_path)
    ((first, _), *_) = retrieval.search(index, "电驴上牌", 2)
    assert index.chunks([first])[0].text == texts[0]
    index.close()
