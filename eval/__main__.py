"""`python -m eval run | answers | retrieval | fit | surveys | …`: measuring from the command line."""

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from eval.gold import load_gold
from eval.metrics import percentile
from eval.reports import LABELS, Report, formatted, write
from index.errors import ZhengwenError
from rag.settings import load_settings

if TYPE_CHECKING:
    from eval.bench import Speed
    from eval.fitting import Case

Item = TypeVar("Item")
app = typer.Typer(help="评测 · Measure answers, retrieval and speed.", no_args_is_help=True, add_completion=False)
bench = typer.Typer(help="耗时 · Measure speed.", no_args_is_help=True)
app.add_typer(bench, name="bench")
WEIGHTS = Path(__file__).parent.parent / "rag/data/answering.json"
SEED_QUESTIONS = Path(__file__).parent / "gold/seeds.jsonl"
RoundsOption = Annotated[int, typer.Option(min=1, help="遍数 · rounds")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引目录 · folder of the index")]


class RetrievalMode(StrEnum):
    """What `retrieval --mode` takes."""

    keywords = "keywords"
    dense = "dense"
    hybrid = "hybrid"
    all = "all"


def fail(message: object, code: int = 2) -> NoReturn:
    typer.echo(str(message), err=True)
    raise typer.Exit(code)


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
        settings = load_settings(index=index)
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


@app.command()
def retrieval(
    folder: Annotated[Path, typer.Argument(help="queries.jsonl 与 corpus.jsonl 所在目录 · folder of both")],
    mode: Annotated[RetrievalMode, typer.Option(help="检索方式 · how to retrieve")] = RetrievalMode.all,
    json_file: Annotated[Path | None, typer.Option("--json", help="把数值写入该文件 · write the values here")] = None,
) -> None:
    """检索基准：关键词、向量、混合 · Retrieval measures over a corpus, by the product's whole path."""
    from eval.benchmarks import load_benchmark
    from eval.retrieval import MEASURES, MODES, index_corpus, measure, rankings
    from index.local import LocalIndex

    values: dict[str, dict[str, float]] = {}
    times: dict[str, float] = {}
    try:
        benchmark = load_benchmark(folder)
        with TemporaryDirectory() as temporary:
            model = load_settings().embedding_model
            indexed = index_corpus(benchmark.documents, Path(temporary), model)
            deque(progress(indexed, len(benchmark.documents), "建索引 · indexing"), maxlen=0)
            index = LocalIndex.open(Path(temporary), model)
            for chosen in MODES if mode is RetrievalMode.all else [m for m in MODES if m == mode.value]:
                ranked = progress(rankings(benchmark, index, chosen), len(benchmark.queries), chosen)
                found = list(ranked)
                values[chosen] = measure(benchmark, found)
                times[chosen] = percentile([ranking.milliseconds for ranking in found], 50) or 0.0
            chunks, embedder = index.chunk_count, index.embedder.name
            index.close()
        if json_file:
            json_file.parent.mkdir(parents=True, exist_ok=True)
            json_file.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{error.filename}: 无法写入 / cannot be written: {error.strerror}")
    typer.echo(
        f"{benchmark.name}: {len(benchmark.queries)} 问 · queries, {len(benchmark.documents)} 文 · documents, "
        f"{chunks} 段 · chunks, {embedder}"
    )
    rows = [[name, *(f"{row[m]:.4f}" for m in MEASURES), f"{times[name]:.1f}"] for name, row in values.items()]
    typer.echo(table(["", *MEASURES, "ms"], rows))


@app.command()
def answers(
    folder: Annotated[Path, typer.Argument(help="queries.jsonl（含 answer）与 corpus.jsonl 所在目录 · folder of both")],
    json_file: Annotated[Path | None, typer.Option("--json", help="把每题写入该文件 · write every reply here")] = None,
) -> None:
    """答案与参考答案的字符 F1、引文出处 · Answers beside reference answers: character F1, right document cited."""
    from eval.answers import figures, replies
    from eval.benchmarks import load_benchmark
    from eval.retrieval import index_corpus
    from rag.engine import PolicyQA

    try:
        benchmark = load_benchmark(folder)
        with TemporaryDirectory() as temporary:
            settings = load_settings(index=Path(temporary))
            indexed = index_corpus(benchmark.documents, Path(temporary), settings.embedding_model)
            deque(progress(indexed, len(benchmark.documents), "建索引 · indexing"), maxlen=0)
            engine = PolicyQA.open(settings)
            asked = progress(replies(benchmark, engine), len(benchmark.queries), "回答 · answering")
            found = list(asked)
            engine.index.close()
        if json_file:
            lines = [json.dumps(reply.json(), ensure_ascii=False) for reply in found]
            json_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{error.filename}: 无法写入 / cannot be written: {error.strerror}")
    median = percentile([reply.milliseconds for reply in found], 50) or 0.0
    rows = [[name, f"{value:.4f}"] for name, value in figures(found).items()]
    typer.echo(f"{benchmark.name}: {len(found)} 问 · queries, {len(benchmark.documents)} 文 · documents")
    typer.echo(table(["", ""], [*rows, ["ms", f"{median:.1f}"]]))


@app.command()
def fit(
    sets: Annotated[list[str], typer.Argument(help="标准题@索引 · GOLD@INDEX, such as seeds.jsonl@data/index")],
    made: Annotated[list[str] | None, typer.Option(help="程序所出的 标准题@索引 · GOLD@INDEX by a program")] = None,
    passages: Annotated[Path | None, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of training data")] = None,
    every: Annotated[int, typer.Option(min=1, help="每几道训练题取一道 · of the questions on passages each …-th")] = 1,
    held: Annotated[list[str] | None, typer.Option(help="留出的 标准题@索引 · GOLD@INDEX kept apart")] = None,
    output: Annotated[Path, typer.Option(help="权重文件 · file of the weights")] = WEIGHTS,
) -> None:
    """拟合选句与拒答的权重 · Fit the weights by which sentences are chosen and refusals decided."""
    from eval import fitting
    from rag.selection.answering import stored

    try:
        cases = [case for each in sets for case in _cases(each)]
        cases += [case for each in made or () for case in _cases(each, fitting.MADE)]
        if passages:
            cases += fitting.weighing(_on_passages(passages, every), fitting.ON_PASSAGES * len(cases))
        decided = fitting.decisions(cases)
        models = fitting.fit(cases, decided)
        output.write_text(stored(models), encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{error.filename}: 无法写入 / cannot be written: {error.strerror}")
    typer.echo(f"{output}: {len(cases)} 问 · questions")
    for name, chosen, some in zip(
        ("enough", "enough_of_many"), (models.enough, models.enough_of_many), fitting.by_size(decided), strict=True
    ):
        rows = [
            [f"{c.enough:.2f}", f"{c.refused}/{c.answerable}", f"{c.answered}/{c.unanswerable}"]
            for c in fitting.costs(some)
            if round(100 * c.enough) % 10 == 0 or c.enough == chosen
        ]
        typer.echo(table([f"{name} {chosen}", "错拒 · answers lost", "错答 · refusals missed"], rows))
    for each in held or ():
        reached = fitting.held(list(_cases(each)), models)
        shares = {"首句 · first": reached.first, "准确 · accuracy": reached.accuracy}
        shares |= {"拒答精确 · refusal precision": reached.refusal_precision}
        shares |= {"拒答召回 · refusal recall": reached.refusal_recall}
        typer.echo(table([each, ""], [[name, f"{share.hits}/{share.total}"] for name, share in shares.items()]))


@app.command()
def surveys(
    sets: Annotated[list[str], typer.Argument(help="核查题@索引 · GOLD@INDEX, such as surveys.jsonl@data/index")],
    output: Annotated[Path | None, typer.Option(help="写入所拟合的权重 · write the fitted weights here")] = None,
) -> None:
    """普查判定的权重，以未参与拟合的题检验 · Fit the verdicts of surveys, judged on surveys kept from the fit."""
    from eval.surveys import accuracy, cases, fit, held_out, macro_f1
    from index.local import LocalIndex
    from rag.surveys.verdicts import as_json, committed

    read = []
    try:
        for pair in sets:
            gold, _, folder = pair.rpartition("@")
            settings = load_settings(index=Path(folder))
            index = LocalIndex.open(settings.index, settings.embedding_model)
            read += list(cases(Path(gold), index))
    except ZhengwenError as error:
        fail(error)
    as_they_are = [pair for case in read for pair in case.verdicts(committed())]
    for name, pairs in (("committed", as_they_are), ("fitted on others", held_out(read))):
        typer.echo(f"{name}: accuracy {accuracy(pairs):.3f}, F1 {macro_f1(pairs):.3f} of {len(pairs)} verdicts")
    if output:
        output.write_text(as_json(fit(read)), encoding="utf-8")


@app.command()
def statutes(
    articles: Annotated[Path, typer.Argument(help="法条 · articles of statutes, cn_law_articles.jsonl.xz")],
    folder: Annotated[Path, typer.Argument(help="写入的目录 · folder for documents and questions")],
) -> None:
    """由法条出题，供 fit 使用 · Make questions from statutes, for `fit --made`."""
    from eval.statutes import build

    try:
        count = build(articles, folder)
    except (OSError, ValueError) as error:
        fail(f"{articles}: {error}")
    typer.echo(f"{folder}: {count} 问 · questions")


@app.command()
def samples(
    data: Annotated[Path, typer.Argument(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    folder: Annotated[Path, typer.Argument(help="写入的目录 · folder for the documents")],
) -> None:
    """写出历年政府工作报告与台湾法规，供评测 · Write reports and statutes of Taiwan, to be evaluated on."""
    from eval.samples import build

    try:
        count = build(data, folder)
    except (OSError, ZhengwenError) as error:
        fail(error)
    typer.echo(f"{folder}: {count} 文 · documents")


def _on_passages(data: Path, every: int) -> "list[Case]":
    """The candidates of each `every`-th question on passages of the training data. Raises InvalidTrainingData."""
    from eval import fitting
    from eval.answered import build
    from eval.runs import texts_of
    from index.local import LocalIndex

    with TemporaryDirectory() as folder:
        asked = build(data, Path(folder), every)
        index = LocalIndex.open(Path(folder))
        found = fitting.cases(asked, index, texts_of(index, asked))
        listed = list(progress(found, len(asked), str(data)))
        index.close()
    return listed


def _cases(pair: str, weight: float = 1.0) -> Iterable["Case"]:
    """The candidates of the questions of GOLD@INDEX. Raises typer.BadParameter, InvalidGold, IndexUnavailable."""
    from eval import fitting
    from eval.runs import texts_of
    from index.local import LocalIndex

    gold, at, folder = pair.rpartition("@")
    if not at:
        raise typer.BadParameter(f"{pair!r}: 应为 / expected GOLD@INDEX")
    questions = load_gold(Path(gold))
    index = LocalIndex.open(Path(folder), load_settings().embedding_model)
    found = fitting.cases(questions, index, texts_of(index, questions), weight)
    yield from progress(found, len(questions), gold)


@app.command()
def ranking(
    data: Annotated[Path, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    output: Annotated[Path, typer.Option(help="权重文件 · file of the weights")] = Path("rag/data/ranking.json"),
) -> None:
    """拟合重排权重 · Fit the weights by which found passages are ordered, on questions of their own."""
    from eval.ranking import as_json, corpora, fit, held_out, measured

    try:
        asked = []
        for benchmark in corpora(data):
            found = progress(measured(benchmark), len(benchmark.queries), benchmark.name)
            asked += [one for one in found if one is not None]
        by_script = {script: [one for one in asked if one.script == script] for script in ("chinese", "foreign")}
        output.write_text(as_json({script: fit(some) for script, some in by_script.items()}), encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{output}: 无法写入 / cannot be written: {error.strerror}")
    rows = [[script, str(len(some)), f"{held_out(some):.4f}"] for script, some in by_script.items()]
    typer.echo(table(["", "n", "R@1, held out"], rows))


@app.command()
def reading(
    data: Annotated[Path, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    output: Annotated[Path, typer.Option(help="权重文件 · file of the weights")] = Path("rag/data/reading.json"),
) -> None:
    """拟合从句中读出答案的权重 · Fit the weights by which the words that answer are read out of a sentence."""
    from eval.reading import as_json, examples, fit, told

    try:
        words, asked = ([example for example in examples(data, of) if example is not None] for of in ("words", "told"))
        found = told(asked)
        output.write_text(as_json({"words": fit(words, "words"), "told": fit(asked, "told")}), encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{output}: 无法写入 / cannot be written: {error.strerror}")
    rows = []
    for least in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        some = [each for each in found if each.expected >= least]
        shares = [sum(values) / max(len(some), 1) for values in ([s.f1 for s in some], [s.kept for s in some])]
        rows.append([f"{least:.2f}", str(len(some)), *(f"{share:.3f}" for share in shares)])
    typer.echo(f"{output}: {len(asked)} 问 · questions")
    typer.echo(table(["expected F1", "n", "F1", "答案保留 · kept"], rows))


@app.command()
def common(
    data: Annotated[Path, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    output: Annotated[Path, typer.Option(help="词表 · file of the words")] = Path("rag/data/common.tsv"),
) -> None:
    """统计常用词 · Count the common words, which say little of what a question asks."""
    from eval.common import as_table, shares
    from rag.search.rarity import COMMON

    _write_words(output, lambda: shares(data, COMMON), as_table)


@app.command("official")
def official_words(
    data: Annotated[Path, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    output: Annotated[Path, typer.Option(help="词表 · file of the words")] = Path("rag/data/official.tsv"),
) -> None:
    """统计公文用词 · Count the words of laws and reports: one that no document uses is not there in other words."""
    from eval.common import as_counts, official

    _write_words(output, lambda: official(data), as_counts)


def _write_words(
    output: Path, found: Callable[[], Mapping[str, Item]], told: Callable[[Mapping[str, Item]], str]
) -> None:
    """Write the file of the words that are found."""
    try:
        words = found()
        output.write_text(told(words), encoding="utf-8")
    except ZhengwenError as error:
        fail(error)
    except OSError as error:
        fail(f"{output}: 无法写入 / cannot be written: {error.strerror}")
    typer.echo(f"{output}: {len(words)} 词 · words")


@app.command()
def english(
    data: Annotated[Path, typer.Option(help="训练数据目录（*.jsonl.xz） · folder of the training data")],
    output: Annotated[Path, typer.Option(help="词表 · file of the words")] = Path("rag/data/english.tsv"),
) -> None:
    """由平行文本与词典编英汉词表 · Make the English words with their Chinese ones."""
    from eval.english import as_table, made

    try:
        found = made(data)
        output.write_text(as_table(found), encoding="utf-8")
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    typer.echo(f"{output}: {len(found)} 词 · words")


@bench.command("ask")
def bench_ask(
    gold: Annotated[Path, typer.Argument(help="标准题 · gold questions")] = SEED_QUESTIONS,
    index: IndexOption = None,
    rounds: RoundsOption = 3,
) -> None:
    """回答耗时 · How long answers take."""
    from eval.bench import timed
    from rag.engine import PolicyQA

    try:
        questions = [question.asked() for question in load_gold(gold)]
        engine = PolicyQA.open(load_settings(index=index))
        first = timed("首答 · first", engine.ask, questions[:1])
        pieces = progress(questions * rounds, len(questions) * rounds, "回答 · answering")
        warm = timed("其后 · warm", engine.ask, pieces)
    except ZhengwenError as error:
        fail(error)
    typer.echo(_speeds([first, warm]))


@bench.command("ingest")
def bench_ingest(
    folder: Annotated[Path, typer.Argument(help="文件目录 · folder of documents")] = Path("seeds"),
    rounds: RoundsOption = 3,
) -> None:
    """建索引耗时 · How long ingesting takes."""
    from eval.bench import ingest_speeds

    try:
        typer.echo(_speeds(ingest_speeds(folder, rounds, load_settings().embedding_model)))
    except ZhengwenError as error:
        fail(error)


@bench.command("embedding")
def bench_embedding(
    folder: Annotated[Path, typer.Argument(help="文件目录 · folder of documents")] = Path("seeds"),
    rounds: RoundsOption = 3,
) -> None:
    """嵌入速度，与 6 层 384 维 Transformer 相比 · The embedding model beside a 6-layer, 384-wide transformer."""
    from eval.bench import embedding_speeds, passages_of

    try:
        passages = passages_of(folder)
        measured = embedding_speeds(passages, rounds, load_settings().embedding_model)
        ours, transformer = progress(measured, 2, "嵌入 · embedding")
    except ZhengwenError as error:
        fail(error)
    typer.echo(_speeds([ours, transformer]))
    typer.echo(f"倍数 · ratio: {ours.throughput / transformer.throughput:.1f}")


@bench.command("page")
def bench_page(
    address: Annotated[str, typer.Argument(help="运行中的页面 · a running page")] = "http://127.0.0.1:8000",
    people: Annotated[int, typer.Option(min=1, max=200, help="同时几人 · people at once")] = 20,
    each: Annotated[int, typer.Option(min=1, help="每人几问 · questions each")] = 5,
    asked: Annotated[int, typer.Option(min=1, help="浏览器问几题 · questions asked in the browser")] = 20,
    browser: Annotated[bool, typer.Option(help="用 Chromium · drive Chromium")] = True,
) -> None:
    """页面多久可用、多久见字，多人同时用各等多久 · How soon the page is usable and words seen, alone and together."""
    from eval.browsing import browser_speeds
    from eval.people import page_speeds

    try:
        questions = [gold.question for gold in load_gold(SEED_QUESTIONS) if not gold.history]
        shown = browser_speeds(address, questions[:asked], people) if browser else []
        typer.echo(_speeds([*shown, *page_speeds(address, questions, people, each)]))
    except ZhengwenError as error:
        fail(error)


def _speeds(speeds: Sequence["Speed"]) -> str:
    rows = [
        [
            speed.name,
            str(speed.items),
            *(f"{value:.1f}" for value in (speed.median, speed.p95, max(speed.milliseconds), speed.throughput)),
        ]
        for speed in speeds
    ]
    return table(["", "n", "median ms", "p95 ms", "max ms", "n/s"], rows)


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


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Plain text columns: the first flush left, figures flush right; a Chinese character is two wide."""
    from rich.cells import cell_len

    lines = [head, *rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    padded = [[(cell, " " * (w - cell_len(cell))) for cell, w in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(
        "  ".join([first + space, *(space + cell for cell, space in others)]) for (first, space), *others in padded
    )


def _summary(report: Report, folder: Path) -> str:
    lines = [f"{LABELS[name]}: {formatted(name, figure)}" for name, figure in report.figures.items()]
    return "\n".join([*lines, f"报告 · report: {folder / 'report.md'}"])


if __name__ == "__main__":
    sys.exit(app())
