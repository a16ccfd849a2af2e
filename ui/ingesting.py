"""`zhengwen ingest` on a terminal: its progress bar, its report, Ctrl-C and watching."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from index.ingest import ingest
from index.reports import Outcome, Report

WORDS: dict[Outcome, str] = {
    "added": "新增 / added",
    "updated": "更新 / updated",
    "moved": "移动 / moved",
    "duplicate": "重复 / duplicate",
    "unchanged": "未变 / unchanged",
    "removed": "删除 / removed",
    "failed": "失败 / failed",
}


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets, so that a run can end in good order; the second one ends it."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        restore()

    for number in before:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        restore()


def ingest_with_progress(paths: Sequence[Path], folder: Path, stop: threading.Event, **options: Any) -> Report:
    """Ingest under a progress bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return ingest(paths, folder, stop=stop.is_set, **options)

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("收录 / indexing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        return ingest(
            paths,
            folder,
            progress=lambda _, done, total: bar.update(task, completed=done, total=total),
            stop=stop.is_set,
            **options,
        )


def follow(
    paths: Sequence[Path], folder: Path, stop: threading.Event, report_file: Path | None, **options: Any
) -> None:
    """Keep the index the same as the folders until `stop` is set; each run that changed something is told."""
    import typer

    from index.watch import watch

    def run() -> None:
        report = ingest(paths, folder, sync=True, stop=stop.is_set)
        if report_file:
            write_report(report, report_file)
        if report.counts.keys() - {"unchanged"}:
            typer.echo(f"{datetime.now():%H:%M:%S}\n{report_text(report)}")

    typer.echo("正在跟踪文件夹，按 Ctrl-C 结束 / following the folders, Ctrl-C ends", err=True)
    watch(paths, folder, run, stop)


def write_report(report: Report, path: Path) -> None:
    """Write the whole report as JSON, in one step; bytes of names that are no text as \\udcff."""
    told = json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n"
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(told, encoding="utf-8", errors="backslashreplace")
    os.replace(temporary, path)


def report_text(report: Report) -> str:
    """One line a file that changed or failed, then the counts."""
    lines = [
        f"{WORDS[file.outcome]}  {file.path.name}"
        + (f"  {file.chunks} 段 / passages" if file.chunks else "")
        + (f"  {file.reason}" if file.reason else "")
        for file in report.files
        if file.outcome != "unchanged"
    ]
    counts = "，".join(f"{WORDS[outcome]} {count}" for outcome, count in report.counts.items())
    lines.append(f"{counts or '没有文件 / no files'}  ({report.seconds:.1f} s)")
    if report.left:
        lines.append(
            f"已中断：以上已保存，还有 {report.left} 个文件；再运行一次即继续 / interrupted: the files above are kept, "
            f"{report.left} are left; run it again to go on"
        )
    return "\n".join(lines)
