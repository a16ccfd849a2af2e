"""The command line as a user meets it: real processes, real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def run(tmp_path):
    """Runs `zhengwen …` in an empty folder, where no `.env` is read; what it prints must be UTF-8."""

    def run(*arguments, stdin="", **environment):
        done = subprocess.run(
            [sys.executable, "-m", "ui.cli", *(a if isinstance(a, bytes) else str(a) for a in arguments)],
            cwd=tmp_path,
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", **environment},
            capture_output=True,
            timeout=120,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def fails(result, *words):
    """Exit code 2 with one message that holds the words and no traceback."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    return True


def test_ask_prints_the_answer_with_its_sources(run, seeds_index):
    result = run("ask", "哪些省份提出同网同价政策", "--index", seeds_index)
    assert result.returncode == 0, result.stderr
    assert "已检查 5 / 5 份文件" in result.stdout
    assert "粤府办〔2012〕101号" in result.stdout


def test_ask_as_json_is_the_answer_record(run, seeds_index):
    answer = json.loads(run("ask", "吉林的增长目标", "--region", "吉林", "--json", "--index", seeds_index).stdout)
    assert answer["status"] == "answered"
    assert {c["region"] for c in answer["citations"]} == {"吉林"}


def test_show_prints_the_quotation_that_a_citation_points_to(run, seeds_index):
    answer = json.loads(run("ask", "深圳的措施由谁解释", "--json", "--index", seeds_index).stdout)
    citation = answer["citations"][0]
    span = f"{citation['start']}:{citation['end']}"
    shown = run("show", citation["document_id"], "--span", span, "--index", seeds_index)
    assert shown.stdout == citation["quote"] + "\n"


def test_docs_lists_what_is_stated_and_says_what_is_not(run, seeds_index):
    text = run("docs", "--index", seeds_index).stdout
    assert "四川（推断 / inferred）" in text
    assert "未载明 / not stated" in text
    listed = json.loads(run("docs", "--json", "--index", seeds_index).stdout)["documents"]
    assert {d["document_number"] for d in listed} == {None, "粤府办〔2012〕101号", "深府〔2012〕124号"}


def test_search_prints_passages(run, seeds_index):
    assert "同网同价" in run("search", "同网同价", "-k", "2", "--index", seeds_index).stdout


def test_documents_can_be_named_by_number_in_any_brackets(run, seeds_index):
    assert "同网同价" in run("show", "粤府办[2012]101号", "--index", seeds_index).stdout


def test_ingest_reports_each_file_and_the_second_time_nothing_changes(run, tmp_path, seeds):
    first = run("ingest", seeds, "--index", tmp_path / "index")
    assert first.returncode == 0, first.stderr
    assert "新增 / added 5" in first.stdout
    assert "未变 / unchanged 5" in run("ingest", seeds, "--index", tmp_path / "index").stdout
    removed = run("remove", "粤府办〔2012〕101号", "--index", tmp_path / "index")
    assert "删除 / removed 1" in removed.stdout
    assert "同网同价" not in run("search", "同网同价", "--index", tmp_path / "index").stdout


def test_one_bad_file_in_a_folder_is_reported_and_the_rest_is_indexed(run, tmp_path):
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
    assert "图片 PNG" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "问题", "--index", "没有"], ["没有", "zhengwen ingest"]),
        (["ingest", "没有的路径"], ["没有的路径", "不存在"]),
    ],
)
def test_what_is_missing_is_named_with_the_next_step(run, arguments, words):
    fails(run(*arguments), *words)


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
        (["docs", "--region", "火星"], ["火星", "广东"]),
        (["ask", b"\xff"], []),
        (["ask", "目标", "--document", b"\xff"], ["\\udcff", "UTF-8"]),
        (["show", b"\xff"], ["\\udcff", "UTF-8"]),
        (["remove", b"\xff"], ["\\udcff", "UTF-8"]),
    ],
)
def test_bad_input_is_named_in_one_line(run, arguments, words, seeds_index):
    result = run(*arguments, "--index", seeds_index)
    fails(result, "错误 / error", *words)
    assert result.stderr.count("\n") == 1


def test_bytes_that_are_no_text_are_refused_on_standard_input(run, seeds_index):
    fails(run("ask", "-", "--index", seeds_index, stdin=b"\xff"), "错误 / error")


def test_without_a_language_model_the_answer_is_quoted_and_says_what_to_set(run, seeds_index):
    result = run("ask", "同网同价由谁负责", "--generator", "llm", "--index", seeds_index)
    assert result.returncode == 0, result.stderr
    assert "同网同价" in result.stdout
    assert "ZHENGWEN_LLM" in result.stdout


@pytest.mark.parametrize("name", ["广东省", "粤"])
def test_docs_takes_a_region_by_any_name(run, name, seeds_index):
    listed = json.loads(run("docs", "--region", name, "--json", "--index", seeds_index).stdout)["documents"]
    assert [document["region"] for document in listed] == ["广东"]


def test_a_file_whose_name_is_no_text_is_reported_by_it(run, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/\xff.txt", "wb") as file:
        file.write("补贴5000元。".encode())
    result = run("ingest", folder)
    assert result.returncode == 1, result.stderr
    assert "\\udcff.txt" in result.stdout
    [file] = json.loads(run("ingest", folder, "--json").stdout)["files"]
    assert file["path"].endswith("\udcff.txt")


def test_an_invalid_setting_is_named(run, seeds_index):
    fails(run("docs", "--index", seeds_index, ZHENGWEN_PORT="八千"), "ZHENGWEN_PORT")


def test_settings_come_from_the_file_in_the_folder_and_an_option_goes_before_them(run, seeds_index, tmp_path):
    (tmp_path / ".env").write_text(f"ZHENGWEN_INDEX={seeds_index}\n", encoding="utf-8")
    assert "粤府办〔2012〕101号" in run("docs").stdout
    fails(run("docs", "--index", "另一处"), "另一处")


def test_another_embedding_model_than_the_indexs_is_refused(run, seeds_index, tmp_path):
    fails(run("ask", "目标", "--index", seeds_index, ZHENGWEN_EMBEDDING_MODEL=str(tmp_path / "model")), "model")


def test_doctor_tells_what_is_there_and_what_would_fail(run, seeds_index, tmp_path):
    healthy = run("doctor", "--index", seeds_index)
    assert healthy.returncode == 0, healthy.stdout
    assert "5 份文件" in healthy.stdout
    assert run("doctor", "--index", tmp_path / "none").returncode == 2


def test_a_question_too_long_for_a_command_line_comes_in_by_standard_input(run, seeds_index):
    fails(run("ask", "-", "--index", seeds_index, stdin="问" * 100_000), "100000", "2000")
    assert "同网同价" in run("ask", "-", "--index", seeds_index, stdin="哪些省份提出同网同价政策").stdout


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_what_the_program_prints(readme, run, seeds_index):
    shown = (
        (ROOT / readme)
        .read_text(encoding="utf-8")
        .split("$ zhengwen ask 哪些省份提出同网同价政策\n")[1]
        .split("```")[0]
    )
    assert run("ask", "哪些省份提出同网同价政策", "--index", seeds_index).stdout == shown
