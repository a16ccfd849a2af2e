"""The house rules that no type checker holds: who imports whom, and nothing heavy before it is needed."""

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "index": {"index"},
    "rag": {"rag", "index"},
    "eval": {"eval", "rag", "index"},
    "ui": {"ui", "rag", "index"},
}
LAYERS = [
    "language",
    "scoping",
    "understanding",
    "search",
    "selection",
    "refusals",
    "composing",
    "lookups",
    "surveys",
    "comparisons",
]
"""The packages of `rag`, each of which imports only those before it; what routes a question lies above them all."""
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "langchain",
    "langchain_core",
    "gradio",
    "faiss",
    "tantivy",
} | {"docx", "lxml", "openpyxl", "pypdfium2", "trafilatura"}


def imported(path: Path) -> set[str]:
    """The packages that a file imports from, with those that they lie in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {".".join(module.split(".")[:depth]) for module in modules for depth in (1, 2)}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_what_lies_below_them(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        ours = imported(path) & set(MAY_IMPORT)
        assert ours <= MAY_IMPORT[package], f"{path.relative_to(ROOT)} imports {ours - MAY_IMPORT[package]}"


def test_the_packages_of_rag_lie_in_layers():
    assert {path.parent.name for path in (ROOT / "rag").glob("*/__init__.py")} == set(LAYERS)
    for number, layer in enumerate(LAYERS):
        for path in (ROOT / "rag" / layer).glob("*.py"):
            above = imported(path) & {f"rag.{upper}" for upper in LAYERS[number + 1 :]}
            assert not above, f"{path.relative_to(ROOT)} imports {above}"


def test_importing_a_module_of_index_or_rag_loads_nothing_heavy():
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("index", "rag")
        for path in sorted([*(ROOT / package).glob("*.py"), *(ROOT / package).glob("*/*.py")])
        # The LangChain retriever is a subclass of LangChain's and is imported by those who use LangChain.
        if path.stem not in ("__init__", "langchain_retriever")
    ]
    script = f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not HEAVY & set(result.stdout.split())


def test_a_question_on_the_command_line_loads_no_torch_gradio_or_langchain(tmp_path, seeds):
    script = (
        "import sys\nfrom ui.cli import app\n"
        f"sys.argv = ['zhengwen', 'ingest', {str(seeds)!r}, '--index', {str(tmp_path)!r}]\n"
        "try: app()\nexcept SystemExit: pass\n"
        f"sys.argv = ['zhengwen', 'ask', '哪些省份提出同网同价政策', '--index', {str(tmp_path)!r}]\n"
        "try: app()\nexcept SystemExit: pass\n"
        "print(*sys.modules)"
    )
    elsewhere = {**os.environ, "PYTHONPATH": str(ROOT)}  # in the repository a `.env` would be read
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=True)
    assert "同网同价" in result.stdout
    assert not (HEAVY - {"faiss", "tantivy"}) & set(result.stdout.split("\n")[-2].split())


def test_the_wheel_holds_every_file_of_the_packages(tmp_path):
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", *MAY_IMPORT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(listed.stdout.split("\0")) - {""} <= packed
