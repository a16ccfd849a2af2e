"""`python -m eval run | retrieval | bench`: measuring from the command line."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from eval.gold import load_gold
from eval.reports import LABELS, Report, formatted, write
from index.errors import ZhengwenError
from rag.settings import Settings

Item = TypeVar("Item")
app = typer.Typer(help="评测 · Measure answers, retrieval and speed.", no_args_is_help=True, add_completion=False)
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引目录 · folder of the index")]


def fail(message: object, code: int = 2) -> NoReturn:
    typer.echo(str(message), err=True)
    raise typer.Exit(code)


def settings_for(index: Path | None) -> Settings:
    return Settings(index=index) if index else Settings()


def progress(items: Iterable[Item], total: int, label: str) -> Iterable[Item]:
    """`items` with a progress bar on the error stream, when that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(items, label, total=total, console=console, disable=not console.is_terminal, transient=True)


@app.command()
def run(
    gold: Annotated[Path, typer.Argument(help="标准题 · gold questions, JSON Lines")],
    index: IndexOption = None,
    output: Annotated[Path, typer.Option(help="报告目录 · folder of the reports")] = Path("data/eval"),
    name: Annotated[str | None, typer.Option(help="报告名，默认为时间 · name of the report")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON · print the report as JSON")] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(help="低于该值则以 1 退出 · exit 1 below this, such as accuracy=0.65"),
    ] = None,
) -> None:
    """标准题逐题提问并评判 · Ask every gold question and judge the answers."""
    from eval.runs import run as outcomes_of
    from eval.runs import texts_of
    from rag.engine import PolicyQA

    try:
        floors = dict(_floor(text) for text in fail_under or ())
        questions = load_gold(gold)
        settings = settings_for(index)
        engine = PolicyQA.open(settings)
        texts = texts_of(engine.index, questions)
        outcomes = tuple(progress(outcomes_of(questions, engine, texts), len(questions), "评测 · evaluating"))
        report = Report(str(gold), str(settings.index), datetime.now(UTC), outcomes)
        folder = write(report, output, name)
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{output}: 无法写入报告 / the report cannot be written: {error.strerror}")
    typer.echo(json.dumps(report.json(), ensure_ascii=False, indent=2) if as_json else _summary(report, folder))
    below = [name for name, floor in floors.items() if (report.figures[name] or 0.0) < floor]
    if below:
        fail("; ".join(f"{name} {formatted(name, report.figures[name])} < {floors[name]}" for name in below), 1)


def _floor(text: str) -> tuple[str, float]:
    """`accuracy=0.65` → ('accuracy', 0.65). Raises typer.BadParameter."""
    name, _, value = text.partition("=")
    known = [name for name in LABELS if not name.endswith("_ms")]
    if name not in known:
        raise typer.BadParameter(f"{name!r}: 可用 / one of {', '.join(known)}", param_hint="--fail-under")
    try:
        return name, float(value)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: 应为 / expected {name}=0.65", param_hint="--fail-under") from None


def _summary(report: Report, folder: Path) -> str:
    lines = [f"{LABELS[name]}: {formatted(name, figure)}" for name, figure in report.figures.items()]
    return "\n".join([*lines, f"报告 · report: {folder / 'report.md'}"])


if __name__ == "__main__":
    sys.exit(app())
