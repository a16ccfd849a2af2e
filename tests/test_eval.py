import json
import lzma
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.answers import character_f1
from eval.bench import Speed, embedding_speeds, ingest_speeds, passages_of, random_transformer, timed
from eval.benchmarks import CorpusDocument, InvalidBenchmark, load_benchmark
from eval.english import as_table, made
from eval.fitting import Case, Cost, Decision, best_cost, by_size
from eval.gold import GoldQuestion, load_gold
from eval.retrieval import MODES, Ranking, as_document, index_corpus, measure, ranked_documents, rankings
from eval.statutes import KEPT_OUT, STATUTES
from index.ingest import ingest
from index.local import LocalIndex
from rag.search.retrieval import search
from rag.selection.answering import Answering, Linear, answering

GOLD = Path(__file__).parent.parent / "eval/gold/seeds.jsonl"


@pytest.fixture
def evaluate(monkeypatch, tmp_path):
    """Runs `python -m eval …` in an empty folder; checks the exit code, returns stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == code, result.output
        assert not isinstance(result.exception, AssertionError)
        return result.stdout, result.stderr

    return run


def lines(path, *values):
    path.write_text("\n".join(json.dumps(value, ensure_ascii=False) for value in values), encoding="utf-8")


def test_a_run_over_the_seeds_writes_both_reports_and_every_citation_holds(evaluate, seeds_index, tmp_path):
    printed, _ = evaluate("run", GOLD, "--index", seeds_index, "--name", "first", "--json")
    report = json.loads(printed)
    assert report == json.loads((tmp_path / "data/eval/first/report.json").read_text(encoding="utf-8"))
    assert report["questions"] == len(report["outcomes"]) == 80
    assert report["generators"] == {"extractive": 80}
    assert report["metrics"]["citation_validity"] == 1.0
    assert report["citation_faults"] == 0
    assert report["evidence_not_in_index"] == []
    right = sum(outcome["right"] for outcome in report["outcomes"])
    assert report["metrics"]["accuracy"] == right / 80
    assert report["metrics"]["accuracy"] >= 0.65
    markdown = (tmp_path / "data/eval/latest/report.md").read_text(encoding="utf-8")
    assert markdown.count("\n### ") == 80 - right
    example = next(outcome for outcome in report["outcomes"] if outcome["id"] == "q001")
    assert example["right"]
    assert all(given["expected"] == given["given"] for given in example["verdicts"].values())


def test_a_figure_below_its_floor_ends_with_1_after_the_report(evaluate, seeds_index, tmp_path):
    asked = {"id": "q", "type": "negative", "question": "浙江省的文号是什么？", "answerable": True, "facts": [["某号"]]}
    lines(tmp_path / "gold.jsonl", asked)
    floor = ("--fail-under", "accuracy=0.5")
    _, complaint = evaluate("run", "gold.jsonl", "--index", seeds_index, "--output", "out", *floor, code=1)
    assert "accuracy 0.000 < 0.5" in complaint
    assert (tmp_path / "out/latest/report.md").exists()
    evaluate("run", "gold.jsonl", "--index", seeds_index, "--fail-under", "accuracy=0")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "gold.jsonl", "--index", "nowhere"), "nowhere.*zhengwen ingest"),
        (("run", "none.jsonl"), r"none\.jsonl: .*cannot be read"),
        (("run", "bad.jsonl"), r"bad\.jsonl:1: .*not JSON"),
        (("run", "gold.jsonl", "--fail-under", "beauty=1"), "beauty"),
        (("run", "gold.jsonl", "--fail-under", "accuracy=much"), "accuracy=much"),
        (("retrieval", "nowhere"), r"nowhere/corpus\.jsonl: .*cannot be read"),
        (("retrieval", ".", "--mode", "magic"), "magic"),
        (("fit", "gold.jsonl"), "GOLD@INDEX"),
        (("fit", "gold.jsonl@nowhere"), "nowhere.*zhengwen ingest"),
        (("statutes", "nowhere", "made"), "nowhere"),
        (("samples", "nowhere", "made"), "nowhere"),
        (("answers", "nowhere"), r"nowhere/corpus\.jsonl: .*cannot be read"),
        (("bench", "ask", "--index", "nowhere"), "nowhere.*zhengwen ingest"),
        (("bench", "ask", "--rounds", "0"), "rounds"),
        (("bench", "ingest", "nowhere"), "nowhere"),
        (("bench", "embedding", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_is_named_and_ends_with_2(evaluate, tmp_path, arguments, message):
    lines(tmp_path / "gold.jsonl", {"id": "q", "type": "fact", "question": "谁？", "answerable": False})
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    _, complaint = evaluate(*arguments, code=2)
    assert re.search(message, complaint)
    assert "Traceback" not in complaint


@pytest.mark.parametrize("arguments", [("run", GOLD), *(("bench", name) for name in ("ask", "ingest", "embedding"))])
def test_an_invalid_setting_is_named(evaluate, monkeypatch, seeds, arguments):
    monkeypatch.setenv("ZHENGWEN_PORT", "八千")
    folder = [seeds] if arguments[-1] in ("ingest", "embedding") else []
    _, complaint = evaluate(*arguments, *folder, code=2)
    assert "ZHENGWEN_PORT" in complaint


@pytest.fixture
def benchmark(tmp_path):
    """Three documents, the last so long that it has many chunks, and four questions."""
    folder = tmp_path / "animals"
    folder.mkdir()
    lines(
        folder / "corpus.jsonl",
        {"docid": "cats", "title": "猫", "text": "猫喜欢在白天睡觉，夜里捕捉老鼠。"},
        {"docid": 7, "title": "狗", "text": "狗会看守院子，也会追逐皮球。"},
        {
            "docid": "elephants",
            "text": "\n".join(f"第{n}头大象在草原上漫步，寻找水源和树叶。" * 9 for n in range(1, 80)),
        },
    )
    lines(
        folder / "queries.jsonl",
        {"id": "a", "question": "谁在夜里捕捉老鼠？", "docid": "cats"},
        {"id": "b", "question": "看守院子的是谁？", "docid": ["7", "cats"]},
        {"id": "c", "question": "大象在草原上做什么？", "docid": ["elephants"]},
        {"id": "d", "question": "大象在草原上寻找水源", "docid": 7},
    )
    return folder


@pytest.fixture
def indexed(benchmark, tmp_path):
    loaded = load_benchmark(benchmark)
    done = list(index_corpus(loaded.documents, tmp_path / "index", None))
    assert [document.id for document in done] == ["cats", "7", "elephants"]
    index = LocalIndex.open(tmp_path / "index")
    yield loaded, index
    index.close()


def test_documents_are_ranked_by_their_best_chunk(indexed):
    loaded, index = indexed
    assert index.chunk_count > 60  # more than the first retrieval takes: all of them elephants
    for mode in MODES:
        for query in loaded.queries:
            everything = search(index, query.question, index.chunk_count, mode=mode)
            best = {}
            for chunk, (_, score) in zip(index.chunks([i for i, _ in everything]), everything, strict=True):
                best[chunk.document_id] = max(best.get(chunk.document_id, 0.0), score)
            expected = sorted(best, key=best.__getitem__, reverse=True)
            assert ranked_documents(index, query.question, mode)[: len(expected)] == expected
    assert ranked_documents(index, "大象在草原上寻找水源", "dense", depth=1) == ["elephants"]


def test_the_title_of_the_corpus_is_the_documents(indexed):
    _, index = indexed
    assert [info.metadata.title for info in index.documents()] == ["狗", "猫", None]
    assert as_document(CorpusDocument("x", "\ufeff甲\r\n乙")).text == "甲\n乙"
    titled = as_document(CorpusDocument("x", "第一条 公园免费开放。", "焦作市公园管理条例")).metadata
    assert (titled.title, titled.region, titled.genre) == ("焦作市公园管理条例", "焦作", "条例")


def test_the_measures_are_those_worked_out_by_hand(benchmark):
    loaded = load_benchmark(benchmark)
    found = [
        Ranking("a", ("cats", "7"), 1.0),  # right at once
        Ranking("b", ("elephants", "7"), 1.0),  # one of two, second
        Ranking("c", (), 1.0),  # nothing
        Ranking("d", tuple(f"x{n}" for n in range(9)) + ("7",), 1.0),  # tenth
    ]
    values = measure(loaded, found)
    # nDCG: 1; (1/log2 3) / (1 + 1/log2 3); 0; 1/log2 11.
    assert values == pytest.approx(
        {
            "R@1": 1 / 4,
            "R@5": (1 + 1 / 2) / 4,
            "R@10": (1 + 1 / 2 + 1) / 4,
            "MRR@10": (1 + 1 / 2 + 1 / 10) / 4,
            "nDCG@10": (1 + 0.38685 + 0.28906) / 4,
        },
        abs=1e-4,
    )


def test_the_command_prints_a_table_and_writes_the_values(evaluate, benchmark, tmp_path):
    printed, _ = evaluate("retrieval", benchmark, "--json", "values/animals.json")
    values = json.loads((tmp_path / "values/animals.json").read_text(encoding="utf-8"))
    assert list(values) == list(MODES)
    assert list(values["hybrid"]) == ["R@1", "R@5", "R@10", "MRR@10", "nDCG@10"]
    assert values["keywords"]["R@1"] == pytest.approx((1 + 1 / 2 + 1) / 4)
    head, columns, *rows = printed.splitlines()
    assert head.startswith("animals: 4 问 · queries, 3 文 · documents")
    assert columns.split() == ["R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "ms"]
    assert [row.split()[0] for row in rows] == list(MODES)
    evaluate("retrieval", benchmark, "--mode", "dense", "--json", "dense.json")
    assert list(json.loads((tmp_path / "dense.json").read_text(encoding="utf-8"))) == ["dense"]


def test_rankings_follow_the_queries_and_are_timed(indexed):
    loaded, index = indexed
    found = list(rankings(loaded, index, "hybrid"))
    assert [ranking.query_id for ranking in found] == ["a", "b", "c", "d"]
    assert [ranking.documents[0] for ranking in found] == ["cats", "7", "elephants", "elephants"]
    assert all(ranking.milliseconds > 0 for ranking in found)


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("corpus.jsonl", {"docid": "cats", "text": "又一只猫"}, r"corpus\.jsonl:4: .*docid appears twice: cats"),
        ("corpus.jsonl", {"docid": "mice", "text": " "}, r"corpus\.jsonl:4: .*field missing: text"),
        ("corpus.jsonl", ["mice"], r"corpus\.jsonl:4: .*not a JSON object"),
        ("queries.jsonl", {"id": "e", "question": "谁？", "docid": "mice"}, r"queries\.jsonl:5: .*'mice'"),
        ("queries.jsonl", {"id": "e", "question": "谁？", "docid": []}, r"queries\.jsonl:5: .*no such document"),
        ("queries.jsonl", {"id": "a", "question": "谁？", "docid": 7}, r"queries\.jsonl:5: .*id appears twice: a"),
        ("queries.jsonl", {"id": "e", "docid": 7}, r"queries\.jsonl:5: .*field missing: question"),
    ],
)
def test_a_bad_line_of_a_benchmark_is_named(benchmark, file, line, message):
    with (benchmark / file).open("a", encoding="utf-8") as output:
        output.write("\n" + json.dumps(line, ensure_ascii=False))
    with pytest.raises(InvalidBenchmark, match=message):
        load_benchmark(benchmark)


def test_answers_are_compared_with_the_reference_answers_and_refusals_count_nothing(evaluate, tmp_path):
    folder = tmp_path / "animals"
    folder.mkdir()
    lines(
        folder / "corpus.jsonl",
        {"docid": "cats", "text": "猫喜欢在白天睡觉，夜里捕捉老鼠。"},
        {"docid": "dogs", "text": "狗会看守院子，也会追逐皮球。"},
    )
    lines(
        folder / "queries.jsonl",
        {"id": "a", "question": "捕捉老鼠的猫喜欢什么？", "answer": "在白天睡觉", "docid": "cats"},
        {"id": "b", "question": "冰川融化的速度？", "answer": "每年三米", "docid": "dogs"},
        {"id": "c", "question": "皮球？", "docid": "dogs"},
    )
    printed, _ = evaluate("answers", folder, "--json", tmp_path / "replies.jsonl")
    replies = [json.loads(line) for line in (tmp_path / "replies.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [reply["id"] for reply in replies] == ["a", "b"]  # the third has nothing to be compared with
    assert [reply["right_document"] for reply in replies] == [True, False]
    assert [reply["f1"] for reply in replies] == [round(character_f1(replies[0]["said"], "在白天睡觉"), 4), 0.0]
    assert re.search(r"document +0\.5000", printed)
    assert re.search(r"answered +0\.5000", printed)


def test_weights_are_fitted_on_questions_and_their_cost_is_told(evaluate, seeds_index, tmp_path):
    printed, _ = evaluate("fit", f"{GOLD}@{seeds_index}", "--held", f"{GOLD}@{seeds_index}", "--output", "weights.json")
    weights = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    assert weights["ranking"]["weights"]["coverage"] > 0 > weights["deciding"]["weights"]["missing"]
    assert 0 < weights["enough"] < 1
    assert weights["enough_of_many"] == answering().enough_of_many  # no question is of a large index
    assert re.search(r"0\.50 +\d+/\d+ +\d+/\d+", printed)
    first = re.search(r"first +(\d+)/(\d+)", printed)
    assert int(first[1]) > 0.9 * int(first[2])


def test_the_threshold_is_the_one_that_costs_least():
    listed = [Cost(0.1, 0, 9, 100, 10), Cost(0.2, 1, 3, 100, 10), Cost(0.3, 1, 3, 100, 10), Cost(0.4, 30, 0, 100, 10)]
    assert best_cost(listed).enough == 0.3


def test_the_threshold_of_large_indexes_is_chosen_by_questions_on_them():
    question = GoldQuestion(id="1", type="fact", question="何时施行", answerable=True)
    few, many = (Case(question, (), (), documents=count) for count in (5, 5_000))
    decided = [Decision(few, 0.9, True), Decision(many, 0.4, True), Decision(many, 0.2, False)]
    assert by_size(decided) == (decided[:1], decided[1:])
    models = Answering(Linear(0.0, {}), Linear(0.0, {}), 0.5, 0.3)
    assert [models.enough_of(count) for count in (5, 999, 1_000)] == [0.5, 0.5, 0.3]


def test_statutes_become_documents_and_questions_with_and_without_answer(evaluate, tmp_path):
    articles = [
        {
            "law": f"第{number}号条例",
            "article": f"第{n}条",
            "text": f"第{number}类绿地，是指面积在{n}00平方米以上的绿地。\n申请人应当在收到{n}号通知起三十日内提交。",
        }
        for number in range(STATUTES + KEPT_OUT)
        for n in range(1, 21)
    ]
    with lzma.open(tmp_path / "articles.jsonl.xz", "wt", encoding="utf-8") as output:
        output.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    evaluate("statutes", "articles.jsonl.xz", "made")
    gold = load_gold(tmp_path / "made/gold.jsonl")
    assert len(list((tmp_path / "made/documents").iterdir())) == STATUTES
    answerable = [question for question in gold if question.answerable]
    assert len(answerable) / len(gold) == STATUTES / (STATUTES + KEPT_OUT)
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "made/documents").iterdir()}
    assert all(e.quote in texts[e.doc] for question in answerable for e in question.evidence)


def test_reports_and_statutes_of_taiwan_are_written_as_they_are_read(evaluate, tmp_path):
    reports = [
        {"year": "2015", "zh": said, "en": "…"} for said in ("一、回顾", "增长7%。", "就业稳定。", "（一）改革。")
    ]
    statutes = [{"law": law, "no": "3-1", "zh": "本法所稱主管機關：", "en": "…"} for law in ("銀行法", "某法")]
    for name, rows in (("gov_work_report_zh_en", reports), ("moj_zhTW_en_article_pairs", statutes)):
        with lzma.open(tmp_path / f"{name}.jsonl.xz", "wt", encoding="utf-8") as output:
            output.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    evaluate("samples", ".", "made")
    report = (tmp_path / "made/reports/2015年政府工作报告.txt").read_text(encoding="utf-8")
    assert report == "一、回顾\n增长7%。就业稳定。\n（一）改革。\n"
    statute = (tmp_path / "made/taiwan/銀行法.txt").read_text(encoding="utf-8")
    assert statute == "銀行法\n\n第 3-1 條　本法所稱主管機關：\n"
    assert not (tmp_path / "made/taiwan/某法.txt").exists()


def test_speed_is_items_over_time():
    speed = Speed("x", 30, (10.0, 20.0, 30.0))
    assert (speed.median, speed.p95, speed.throughput) == (20.0, 30.0, 500.0)
    assert timed("x", lambda piece: piece, [1, 2, 3], 10).items == 30


def test_each_round_of_ingesting_starts_from_nothing_and_then_finds_all_unchanged(seeds, monkeypatch):
    outcomes = []

    def watched(*arguments, **options):
        report = ingest(*arguments, **options)
        outcomes.append(dict(report.counts))
        return report

    monkeypatch.setattr("index.ingest.ingest", watched)
    new, unchanged = ingest_speeds(seeds, 2, None)
    assert outcomes == [{"added": 5}, {"unchanged": 5}] * 2
    for speed in (new, unchanged):
        assert (speed.items, len(speed.milliseconds)) == (10, 2)
        assert min(speed.milliseconds) > 0


def test_the_built_in_model_is_compared_with_a_transformer_on_the_same_passages(seeds, tmp_path):
    passages = passages_of(seeds)
    assert len(passages) > 50
    ours, transformer = embedding_speeds(passages[:6], 1, None)
    assert ours.name.startswith("builtin/")
    assert (transformer.name, ours.items, transformer.items) == ("transformer 6 × 384", 6, 6)
    assert ours.throughput > 25 * transformer.throughput
    model = random_transformer(passages[:6], tmp_path)
    assert model.encode(passages[:2]).shape == (2, 384)
    # Layers of that size without the word vectors: 12 d² + 13 d each.
    layers = sum(p.numel() for name, p in model.named_parameters() if "encoder.layer" in name)
    assert layers == 6 * (12 * 384**2 + 13 * 384)


def test_answers_are_timed_from_the_command_line(evaluate, seeds_index, tmp_path):
    lines(tmp_path / "gold.jsonl", {"id": "q", "type": "fact", "question": "同网同价由谁负责？", "answerable": True})
    printed, _ = evaluate("bench", "ask", "gold.jsonl", "--index", seeds_index, "--rounds", "4")
    first, warm = (line.split() for line in printed.splitlines()[1:])
    assert (first[-5], warm[-5]) == ("1", "4")
    assert float(warm[-4]) > 0


def test_english_words_get_the_chinese_words_that_parallel_texts_and_the_dictionary_confirm(tmp_path):
    def write(name: str, records: list[dict[str, object]]) -> None:
        with lzma.open(tmp_path / name, "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)

    pairs = [
        ("电梯要检验", "elevators need inspection"),
        ("电梯停了", "elevators stopped"),
        ("检验机构", "inspection bodies"),
    ]
    write("gov_work_report_zh_en.jsonl.xz", [{"year": 2020, "zh": zh, "en": en} for zh, en in pairs * 4])
    write("tatoeba_en_zh.jsonl.xz", [{"zh": zh, "en": en} for zh, en in pairs])
    write("ntrex_multi.jsonl.xz", [{"zh": zh, "en": en} for zh, en in pairs])
    write("moj_zhTW_en_article_pairs.jsonl.xz", [{"law": "法", "law_en": "act", "zh": "电梯", "en": "elevator"}])
    write("cedict.jsonl.xz", [{"simp": "电梯", "en": ["elevator"]}, {"simp": "升降机", "en": ["elevator"]}])
    write("cn_law_articles.jsonl.xz", [{"law": "法", "path": "a", "text": "电梯应当检验。" * 9}])
    write("crud_news.jsonl.xz", [{"date": "2023-01-01", "text": "电梯检验。" * 9}])

    found = made(tmp_path)

    assert found["elevator"] == ("电梯",)  # what no text uses is left out
    assert found["inspection"] == ("检验",)
    assert "the" not in found
    assert "\ninspection\t检验\n" in as_table(found)
