"""The command line as a user meets it: real processes, real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments, cwd=ROOT, stdin="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def fails(result, *words):
    """Exit code 2 with one message that holds the words and no traceback."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    return True


def test_ask_prints_the_answer_with_its_sources(seeds_index):
    result = run("ask", "哪些省份提出同网同价政策", "--index", seeds_index)
    assert result.returncode == 0, result.stderr
    assert "已检查 5 / 5 份文件" in result.stdout
    assert "粤府办〔2012〕101号" in result.stdout


def test_ask_as_json_is_the_answer_record(seeds_index):
    answer = json.loads(run("ask", "吉林的增长目标", "--region", "吉林", "--json", "--index", seeds_index).stdout)
    assert answer["status"] == "answered"
    assert {c["region"] for c in answer["citations"]} == {"吉林"}


def test_show_prints_the_quotation_that_a_citation_points_to(seeds_index):
    answer = json.loads(run("ask", "深圳的措施由谁解释", "--json", "--index", seeds_index).stdout)
    citation = answer["citations"][0]
    span = f"{citation['start']}:{citation['end']}"
    shown = run("show", citation["document_id"], "--span", span, "--index", seeds_index)
    assert shown.stdout == citation["quote"] + "\n"


def test_docs_lists_what_is_stated_and_says_what_is_not(seeds_index):
    text = run("docs", "--index", seeds_index).stdout
    assert "四川（推断 / inferred）" in text
    assert "未载明 / not stated" in text
    listed = json.loads(run("docs", "--json", "--index", seeds_index).stdout)["documents"]
    assert {d["document_number"] for d in listed} == {None, "粤府办〔2012〕101号", "深府〔2012〕124号"}


def test_search_prints_passages(seeds_index):
    assert "同网同价" in run("search", "同网同价", "-k", "2", "--index", seeds_index).stdout


def test_documents_can_be_named_by_number_in_any_brackets(seeds_index):
    assert "同网同价" in run("show", "粤府办[2012]101号", "--index", seeds_index).stdout


def test_ingest_reports_each_file_and_the_second_time_nothing_changes(tmp_path, seeds):
    first = run("ingest", seeds, "--index", tmp_path / "index")
    assert first.returncode == 0, first.stderr
    assert "新增 / added 5" in first.stdout
    assert "未变 / unchanged 5" in run("ingest", seeds, "--index", tmp_path / "index").stdout
    removed = run("remove", "粤府办〔2012〕101号", "--index", tmp_path / "index")
    assert "删除 / removed 1" in removed.stdout
    assert "同网同价" not in run("search", "同网同价", "--index", tmp_path / "index").stdout


def test_one_bad_file_in_a_folder_is_reported_and_the_rest_is_indexed(tmp_path):
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "好.txt").write_text("浙江省人民政府\n2020年1月2日\n补贴5000元。", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "假.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    result = run("ingest", folder, "--index", tmp_path / "index")
    assert result.returncode == 1
    assert "新增 / added 1" in result.stdout
    assert "失败 / failed 2" in result.stdout
    assert "文件为空" in result.stdout
    assert "二进制" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "问题", "--index", "没有"], ["没有", "zhengwen ingest"]),
        (["ingest", "没有的路径"], ["没有的路径", "不存在"]),
    ],
)
def test_what_is_missing_is_named_with_the_next_step(arguments, words, tmp_path):
    fails(run(*arguments, cwd=tmp_path), *words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], ["空"]),
        (["ask", "问" * 20_000], ["20000", "2000"]),
        (["ask", "目标", "--issued-from", "昨天"], ["昨天"]),
        (["ask", "目标", "--document", "不存在的文件"], ["不存在的文件", "zhengwen docs"]),
        (["show", "不存在的文件"], ["不存在的文件", "zhengwen docs"]),
        (["show", "粤府办〔2012〕101号", "--span", "9:3"], ["9:3"]),
        (["remove", "不存在的文件"], ["不存在的文件"]),
        (["ask", "目标", "--generator", "llm"], []),
    ],
)
def test_bad_input_is_named_in_one_line(arguments, words, seeds_index):
    result = run(*arguments, "--index", seeds_index)
    if arguments[-1] == "llm":
        assert result.returncode == 0
        assert "ZHENGWEN_LLM" in result.stdout
    else:
        assert fails(result, *words)


def test_an_invalid_setting_is_named(seeds_index):
    fails(run("docs", "--index", seeds_index, ZHENGWEN_PORT="八千"), "ZHENGWEN_PORT")


def test_another_embedding_model_than_the_indexs_is_refused(seeds_index, tmp_path):
    fails(run("ask", "目标", "--index", seeds_index, ZHENGWEN_EMBEDDING_MODEL=str(tmp_path / "model")), "model")


def test_doctor_tells_what_is_there_and_what_would_fail(seeds_index, tmp_path):
    healthy = run("doctor", "--index", seeds_index)
    assert healthy.returncode == 0, healthy.stdout
    assert "5 份文件" in healthy.stdout
    assert run("doctor", "--index", tmp_path / "none").returncode == 2


def test_a_question_too_long_for_a_command_line_comes_in_by_standard_input(seeds_index):
    fails(run("ask", "-", "--index", seeds_index, stdin="问" * 100_000), "100000", "2000")
    assert "同网同价" in run("ask", "-", "--index", seeds_index, stdin="哪些省份提出同网同价政策").stdout
