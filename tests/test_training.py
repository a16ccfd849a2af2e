"""Training of the built-in model: each step on texts made by hand, and all of them on a small folder of data."""

import json
import lzma
import unicodedata
from pathlib import Path

import numpy as np
import pytest
import torch

from index.embedding import StaticEmbedder
from index.lexicon import fold_text
from index.tokenizer import WORD_START
from index.training import tuning
from index.training.__main__ import main
from index.training.corpora import CORPORA, held_out, read_corpus
from index.training.evaluation import Benchmark, best_chunk, fused, measures, shared_documents
from index.training.normalizer import characters_map, folding_normalizer
from index.training.pairs import TASKS

SUBJECTS = {
    "电价": "electricity price",
    "水价": "water price",
    "人才": "talented people",
    "企业": "enterprise",
    "税收": "tax revenue",
    "医院": "hospital",
    "学校": "school",
    "道路": "road",
    "农民": "farmer",
    "港口": "port",
}
VERBS = {
    "完善": "improve",
    "支持": "support",
    "监督": "supervise",
    "取消": "abolish",
    "公布": "publish",
    "调整": "adjust",
}
SPOKEN = "什么"
OTHER_LANGUAGES = ("ja", "ko", "fr", "de", "es", "ru", "vi", "ar", "pt", "it", "th", "id")
_SETTINGS = {
    "vocabulary": 700,
    "learnt-pieces": 600,
    "dimension": 24,
    "steps": 200,
    "batch": 64,
    "tokenizer-characters": 200_000,
}
SMALL = [f"--{name}={value}" for name, value in _SETTINGS.items()]


def _normalizer():
    from tokenizers import Tokenizer, models

    scaffold = json.loads(Tokenizer(models.Unigram([("a", 0.0)], 0, False)).to_str())
    return Tokenizer.from_str(json.dumps(scaffold | {"normalizer": folding_normalizer()})).normalizer


def _sentences() -> list[dict[str, str]]:
    return [
        {"zh": f"本市{verb}{subject}的第{number}项办法。", "en": f"The city shall {does} the {thing}, item {number}."}
        for number in range(1, 9)
        for verb, does in VERBS.items()
        for subject, thing in SUBJECTS.items()
    ]


def _small_corpora() -> dict[str, list[dict[str, object]]]:
    sentences = _sentences()
    chinese = "".join(sentence["zh"] for sentence in sentences)
    numbered = list(enumerate(sentences))
    return {
        "laws": [
            {"law": f"{subject}条例", "article": "第一条", "text": chinese[i * 400 :][:400], "path": subject}
            for i, subject in enumerate(SUBJECTS)
        ],
        "parallel_laws": [{"law": f"辦法{i // 9}", "law_en": f"Measures {i // 9}", **s} for i, s in numbered],
        "reports": [{"year": str(2008 + i // 200), **s} for i, s in numbered],
        "tatoeba": [*sentences],
        "dictionary": [{"simp": word, "en": [f"to {meaning}"]} for word, meaning in (SUBJECTS | VERBS).items()],
        "python": [*sentences],
        "python_multilingual": [
            {"en": s["en"], "fr": f"texte {i}", "ja": s["zh"], "ko": f"문서 {i}"} for i, s in numbered
        ],
        "ntrex": [
            s | {"zh_hant": s["zh"]} | {language: f"{language} {i}" for language in OTHER_LANGUAGES}
            for i, s in numbered
        ],
        "broadcast": [
            {"date": "20240101", "title": f"{subject}新闻", "text": chinese[i * 300 :][:500]}
            for i, subject in enumerate(SUBJECTS)
        ],
        "news": [{"date": "", "text": chinese[i * 200 :][:600]} for i in range(30)],
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every corpus in small: sentences of a verb and a subject, in Chinese and English."""
    folder = tmp_path_factory.mktemp("data")
    for name, corpus in _small_corpora().items():
        with lzma.open(folder / CORPORA[name].file, "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in corpus)
    return folder


@pytest.fixture(scope="module")
def benchmarks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmarks")
    (folder / "small").mkdir()
    with (folder / "small" / "corpus.jsonl").open("w", encoding="utf-8") as lines:
        for number, subject in enumerate(SUBJECTS):
            record = {"docid": str(number), "title": f"关于{subject}的通知", "text": f"各单位应当支持{subject}。"}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    with (folder / "small" / "queries.jsonl").open("w", encoding="utf-8") as lines:
        for number, subject in enumerate(SUBJECTS.values()):
            lines.write(json.dumps({"id": str(number), "question": f"the {subject}", "docid": [str(number)]}) + "\n")
    return folder


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For each law its subject by a word that no text has."""
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    file = CORPORA["laws"].file
    lines = [{"question": f"{SPOKEN}{word}", "file": file, "record": n} for n, word in enumerate(SUBJECTS)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(data: Path, benchmarks: Path, questions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tuning, "QUESTIONS", questions)
        assert main(["all", "--data", str(data), "--work", str(work), "--benchmarks", str(benchmarks), *SMALL]) == 0
    return work


def test_the_normalizer_folds_every_character_as_the_index_does():
    normalizer = _normalizer()
    # Accents that stand alone decompose to a space and a mark; there the two may differ.
    spaced = {chr(code) for code in range(0x110000) if " " in unicodedata.normalize("NFKC", chr(code))}
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cs", "Cn", "Co") or character in spaced | {WORD_START}:
            continue
        text = f"中 {character} 文"
        assert normalizer.normalize_str(text).replace(WORD_START, "") == fold_text(text), hex(code)


def test_the_normalizer_folds_documents_as_the_index_does(seeds):
    normalizer = _normalizer()
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        assert normalizer.normalize_str(text).replace(WORD_START, "") == fold_text(text)


def test_the_normalizer_marks_where_words_begin():
    assert _normalizer().normalize_str("4000G 寬帶 of the Élan") == "4000▁g宽带▁of ▁the ▁élan"


def test_a_characters_map_is_read_back_by_the_library():
    from tokenizers.normalizers import Precompiled

    mapping = {"A": "xyz", "é": "e", "體": "体", "髮": "发", "😀": "smile"}
    assert Precompiled(characters_map(mapping)).normalize_str("aA體é髮中😀") == "axyz体e发中smile"


def test_held_out_sentences_are_in_no_training_document(data):
    trained_on = {unit["en"] for document in read_corpus("ntrex", data) for unit in document.units}
    kept_back = [unit["en"] for unit in held_out(data)]
    assert len(kept_back) == 40
    assert not trained_on & set(kept_back)


def test_a_model_trained_on_both_languages_finds_chinese_documents_for_english_questions(trained):
    report = json.loads((trained / "evaluation.json").read_text(encoding="utf-8"))
    assert report["benchmarks"]["small"]["R@1"] >= 0.8


def test_the_exported_model_is_the_trained_one(trained):
    embedder = StaticEmbedder(trained / "model", prefix="small")
    vectors = np.load(trained / "tuned.npy")
    assert (embedder.dimension, vectors.shape[1]) == (24, 24)
    (pieces,) = embedder.pieces(["支持企业"])
    expected = vectors[pieces].sum(axis=0)
    np.testing.assert_allclose(embedder.embed_query("支持企业"), expected / np.linalg.norm(expected), atol=2e-3)


def test_tuning_brings_questions_closer_to_their_passages(trained, data, questions, monkeypatch):
    monkeypatch.setattr(tuning, "QUESTIONS", questions)
    asked = tuning._asked(data, trained)

    def cosines(name):
        weights = torch.from_numpy(np.load(trained / name))
        queries, passages = tuning._vectors(weights, asked.questions), tuning._vectors(weights, asked.passages)
        return (queries @ passages[asked.right].T).numpy()

    before, after = cosines("vectors.npy"), cosines("tuned.npy")
    right = np.eye(len(SUBJECTS), dtype=bool)
    assert after[right].mean() - after[~right].mean() > before[right].mean() - before[~right].mean() + 0.01


def test_every_question_names_a_corpus_and_no_two_are_the_same():
    asked = [json.loads(line) for line in tuning.QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert {line["file"] for line in asked} <= {source.file for source in CORPORA.values()}
    assert len({(line["question"], line["file"], line["record"]) for line in asked}) == len(asked) > 5_000
    ranked = (Path(__file__).parent.parent / "eval/gold/ranking.jsonl").read_text(encoding="utf-8").splitlines()
    held_back = {(line["file"], line["record"]) for line in map(json.loads, ranked)}
    assert not held_back & {(line["file"], line["record"]) for line in asked}


def test_training_that_was_cut_off_ends_with_the_same_vectors(trained, data, tmp_path, monkeypatch):
    import shutil

    from index.training import trainer

    work = tmp_path / "work"
    shutil.copytree(trained, work)
    (work / "vectors.npy").unlink()
    monkeypatch.setattr(trainer, "_SAVE_EVERY", 20)
    update, seen = trainer._update, []

    def cut_off(*arguments):
        seen.append(1)
        if len(seen) == 31:
            raise KeyboardInterrupt
        return update(*arguments)

    command = ["train", "--data", str(data), "--work", str(work), *SMALL]
    monkeypatch.setattr(trainer, "_update", cut_off)
    with pytest.raises(KeyboardInterrupt):
        main(command)
    monkeypatch.setattr(trainer, "_update", update)
    assert not (work / "vectors.npy").exists()
    assert main(command) == 0
    np.testing.assert_array_equal(np.load(work / "vectors.npy"), np.load(trained / "vectors.npy"))


def test_a_missing_data_folder_is_told_with_the_next_step(tmp_path, caplog):
    assert main(["prepare", "--data", str(tmp_path / "none"), "--work", str(tmp_path / "work")]) == 2
    assert "check --data and --work" in caplog.text


def test_every_task_draws_pairs_that_belong_together(trained):
    from index.training.encoding import load_encoded
    from index.training.pairs import PairSampler

    for task in TASKS:
        sampler = PairSampler(task, load_encoded(trained, task.corpus))
        queries, passages = sampler.batch(min(32, len(sampler)), np.random.default_rng(1))
        assert len(queries.starts) == len(passages.starts) > 0
        for bags in (queries, passages):
            assert (np.diff([*bags.starts, len(bags.pieces)]) > 0).all(), task


def test_measures_are_those_of_a_ranking_worked_out_by_hand():
    relevant = (frozenset({0}), frozenset({1, 2}))
    benchmark = Benchmark("hand", ("q1", "q2"), relevant, ("a", "b", "c"), ("",) * 4, np.array([0, 0, 1, 2]))
    scores = best_chunk(benchmark, np.array([[0.1, 0.9, 0.5, 0.2], [0.3, 0.1, 0.2, 0.9]], np.float32))
    np.testing.assert_allclose(scores, [[0.9, 0.5, 0.2], [0.3, 0.2, 0.9]])
    # The first question finds its document first; the second one its two at ranks 1 and 3.
    ideal = 1 + 1 / np.log2(3)
    assert measures(benchmark, scores) == {
        "R@1": 0.75,
        "R@5": 1.0,
        "R@10": 1.0,
        "MRR@10": 1.0,
        "nDCG@10": pytest.approx((1 + (1 + 0.5) / ideal) / 2, abs=1e-4),
    }


def test_fusion_prefers_what_both_rankings_find():
    first = np.array([[3.0, 2.0, 1.0]], np.float32)
    second = np.array([[1.0, 2.0, 0.0]], np.float32)
    assert fused(first, second).argmax() in (0, 1)
    assert fused(first, second).argmin() == 2


def test_text_shared_with_the_training_data_is_counted():
    passage = (
        "为完善居民阶梯电价制度,推行居民用水用气阶梯价格,各地应当于年底前制定实施方案并向社会公布,"
        "有关部门应当加强监督检查,发现问题及时处理,重大事项按程序报告。"
    )
    benchmark = Benchmark("hand", (), (), ("a",), (passage,), np.array([0]))
    assert shared_documents(benchmark, [f"本市认为:{fold_text(passage)[3:66]}等等"]) == 1
    assert shared_documents(benchmark, [f"本市认为:{fold_text(passage)[3:34]}等等", "无关的文字" * 20]) == 0
