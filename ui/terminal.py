"""Answers and reports as text for a terminal."""

from pathlib import Path

from index.ingest import Report, ingest
from rag.records import Answer, Citation


def render(answer: Answer) -> str:
    """The answer with its sources below it."""
    lines = [answer.answer]
    if answer.citations:
        lines += ["", "来源 / sources"]
        lines += [_source(citation) for citation in answer.citations]
    lines += [f"! {notice}" for notice in answer.notices]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    about = [citation.region, citation.document_number, citation.issued_on, " › ".join(citation.heading_path)]
    page = f" 第{citation.page}页 / p. {citation.page}" if citation.page else ""
    where = f"{citation.source}{page} {citation.start}:{citation.end}"
    return f"[{citation.marker}] {' · '.join(part for part in about if part) or citation.title} ({where})"


def ingest_with_progress(paths: list[Path], folder: Path, embedding_model: str | None, rebuild: bool) -> Report:
    """Ingest under a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("收录 / indexing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        return ingest(
            paths,
            folder,
            embedding_model=embedding_model,
            rebuild=rebuild,
            progress=lambda _, done, total: bar.update(task, completed=done, total=total),
        )


def report_text(report: Report) -> str:
    """One line a file that changed or failed, then the counts."""
    words = {
        "added": "新增 / added",
        "updated": "更新 / updated",
        "unchanged": "未变 / unchanged",
        "removed": "删除 / removed",
        "failed": "失败 / failed",
    }
    lines = [
        f"{words[file.outcome]}  {file.path.name}"
        + (f"  {file.chunks} 段 / passages" if file.chunks else "")
        + (f"  {file.reason}" if file.reason else "")
        for file in report.files
        if file.outcome != "unchanged"
    ]
    counts = "，".join(f"{words[outcome]} {count}" for outcome, count in report.counts.items())
    return "\n".join([*lines, f"{counts or '没有文件 / no files'}  ({report.seconds:.1f} s)"])
