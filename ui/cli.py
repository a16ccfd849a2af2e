"""The command line: `zhengwen ask`, `search`, `docs`, `show`, `ingest`, `remove`, `serve`, `doctor` and more."""

import gc
import io
import json
import re
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from index.errors import ZhengwenError
from rag.settings import load_settings

if TYPE_CHECKING:
    from index.local import LocalIndex

app = typer.Typer(
    help="政问：只根据政策文件作答，每句话都有出处。Grounded, cited answers over Chinese policy documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="索引目录 / folder of the index")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
RegionOption = Annotated[list[str] | None, typer.Option("--region", help="只看这些地区 / only these regions")]


class GeneratorChoice(StrEnum):
    """Who words the answer."""

    extractive = "extractive"
    llm = "llm"


def main() -> NoReturn:
    """Run a command. What goes wrong is told in one line on standard error, with exit code 2."""
    # Most commands are over before there is much to collect, and looking for it takes a tenth of their time.
    gc.set_threshold(50_000, 20, 20)
    _take_any_bytes()
    try:
        app()
    except ZhengwenError as error:
        typer.echo(f"错误 / error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    raise AssertionError("typer exits by itself")


def _take_any_bytes() -> None:
    """Names of files and what is piped in may be no text: such bytes are shown as \\udcff and refused in words."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _text(given: Any) -> Any:
    """An argument, or several, as given. Raises InvalidQuestion for bytes that are no text."""
    from rag.errors import InvalidQuestion

    for value in [given] if isinstance(given, str) else given or ():
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise InvalidQuestion(f"{value!r} 不是 UTF-8 文本 / is no UTF-8 text")
    return given


def _in_a_folder(path: Path | None) -> Path | None:
    """A file to be written, as given. Raises BadParameter when there is no folder for it, before any work is done."""
    if path and not path.parent.is_dir():
        raise typer.BadParameter(f"{path.parent} 不是文件夹 / is no folder")
    return path


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题；- 从标准输入读 / the question; - reads standard input")],
    index: IndexOption = None,
    region: RegionOption = None,
    issuer: Annotated[list[str] | None, typer.Option(help="发文机关 / issuer")] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="文档编号、文件名或文号 / id, file name or number", callback=_text)
    ] = None,
    issued_from: Annotated[str | None, typer.Option(help="成文日期不早于 / issued on or after, YYYY-MM-DD")] = None,
    issued_to: Annotated[str | None, typer.Option(help="成文日期不晚于 / issued on or before, YYYY-MM-DD")] = None,
    generator: Annotated[GeneratorChoice | None, typer.Option(help="由谁措辞 / who words the answer")] = None,
    as_json: JsonOption = False,
    export: Annotated[Path | None, typer.Option(help="另存为表格 / save as a table too, .csv or .xlsx")] = None,
) -> None:
    """提问 / Ask a question."""
    from rag.engine import PolicyQA
    from rag.export import export as save
    from ui.terminal import render

    qa = PolicyQA.open(load_settings(index=index))
    filters = {
        "region": region or [],
        "issuer": issuer or [],
        "document_id": document or [],
        "issued_from": issued_from,
        "issued_to": issued_to,
    }
    text = sys.stdin.read() if question == "-" else question
    answer = qa.ask(_question(text, filters, generator))
    if export:
        save(answer, export)
    typer.echo(answer.model_dump_json(indent=2) if as_json else render(answer))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="检索词 / what to search for")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="条数 / how many passages")] = 5,
    index: IndexOption = None,
    region: RegionOption = None,
    as_json: JsonOption = False,
) -> None:
    """检索段落 / Search passages."""
    from rag.engine import PolicyQA
    from rag.records import QuestionFilters

    results = PolicyQA.open(load_settings(index=index)).search(query, k, QuestionFilters(region=region or []))
    if as_json:
        _print_json({"results": [result.model_dump() for result in results]})
        return
    for result in results:
        where = " › ".join(filter(None, [result.region or result.title, *result.heading_path]))
        typer.echo(f"{result.score:.2f}  {where}  ({result.document_id} {result.start}–{result.end})")
        typer.echo(f"      {result.text.strip()}\n")


def _relations(index: "LocalIndex", identity: str) -> list[dict[str, Any]]:
    return [asdict(relation) for relation in index.relations(identity)]


@app.command()
def docs(index: IndexOption = None, region: RegionOption = None, as_json: JsonOption = False) -> None:
    """列出文件及其元数据 / List the documents with their metadata."""
    from index.documents import public_metadata
    from rag.engine import PolicyQA
    from rag.records import QuestionFilters

    qa = PolicyQA.open(load_settings(index=index))
    infos = qa.documents(QuestionFilters(region=region or []))
    if as_json:
        documents = [public_metadata(info) | {"relations": _relations(qa.index, info.id)} for info in infos]
        _print_json({"documents": documents})
        return
    for info in infos:
        metadata = info.metadata
        inferred = "（推断 / inferred）" if metadata.region_inferred else ""
        typer.echo(f"{info.id}  {', '.join(info.sources)}  {info.characters} 字 / characters")
        typer.echo(f"    标题 / title      {stated(metadata.title)}")
        typer.echo(f"    地区 / region     {stated(metadata.region)}{inferred}")
        typer.echo(f"    机关 / issuer     {stated(metadata.issuer)}")
        typer.echo(f"    文号 / number     {stated(metadata.document_number)}")
        typer.echo(f"    成文 / issued     {stated(metadata.issued_on)}")
        typer.echo(f"    发布 / published  {stated(metadata.published_on)}")


@app.command()
def show(
    document: Annotated[
        str, typer.Argument(help="文档编号、文件名、文号或标题 / id, file name, number or title", callback=_text)
    ],
    span: Annotated[str | None, typer.Option(help="起止位置 / start:end in characters of the text")] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """显示文件全文或一段 / Show a document's text or a part of it."""
    from index.documents import public_metadata
    from index.local import LocalIndex

    opened = LocalIndex.open(load_settings(index=index).index)
    identity = opened.resolve(document)
    found = opened.document(identity)
    start, end = _span(span, len(found.text)) if span else (0, len(found.text))
    if as_json:
        info = next(info for info in opened.documents() if info.id == identity)
        sections = [asdict(section) for section in found.sections]
        cited_by = [asdict(relation) for relation in opened.cited_by(identity)]
        about = public_metadata(info) | {"relations": _relations(opened, identity) + cited_by}
        _print_json({**about, "text": found.text[start:end], "sections": sections})
    else:
        typer.echo(found.text[start:end])


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹 / files or folders")],
    index: IndexOption = None,
    embedding_model: Annotated[
        str | None, typer.Option(help="向量模型名称或目录 / embedding model, by name or folder")
    ] = None,
    rebuild: Annotated[bool, typer.Option(help="从头重建 / build the index anew")] = False,
    sync: Annotated[
        bool,
        typer.Option("--sync", help="与文件夹一致，文件已删的也从索引删除 / mirror the folders: what is gone goes"),
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="一直跟踪文件夹 / keep following the folders")] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="把每个文件的结果写入 JSON / write what became of every file as JSON", callback=_in_a_folder),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """收录文件 / Index documents; unchanged files are skipped. Ctrl-C keeps what is done."""
    from ui.ingesting import follow, ingest_with_progress, interruptible, report_text, write_report

    settings = load_settings(index=index)
    model = embedding_model or settings.embedding_model
    with interruptible() as stop:
        done = ingest_with_progress(
            paths, settings.index, stop, embedding_model=model, rebuild=rebuild, sync=sync or watch
        )
        if report:
            write_report(done, report)
        if as_json:
            _print_json(done.to_json())
        else:
            typer.echo(report_text(done))
        if watch:
            follow(paths, settings.index, stop, report)
            return
    if done.left:
        sys.exit(130)
    if any(file.outcome == "failed" for file in done.files):
        sys.exit(1 if len(paths) > 1 or paths[0].is_dir() else 2)


@app.command()
def remove(
    documents: Annotated[
        list[str], typer.Argument(help="文档编号、文件名或文号 / ids, file names or numbers", callback=_text)
    ],
    index: IndexOption = None,
) -> None:
    """从索引删除文件 / Remove documents from the index; the files themselves stay."""
    from index.ingest import remove as remove_documents
    from ui.ingesting import report_text

    typer.echo(report_text(remove_documents(documents, load_settings(index=index).index)))


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option(help="监听地址 / address to listen on")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口 / port")] = None,
) -> None:
    """启动对话页面和接口 / Start the chat page and the API."""
    from ui.server import serve as run_server

    run_server(load_settings(index=index, host=host, port=port))


@app.command()
def token() -> None:
    """生成访问令牌及其摘要，供权限文件使用 / Make a token and its digest for the file of rights (ZHENGWEN_RIGHTS)"""
    from rag.rights import digest, new_token

    made = new_token()
    typer.echo(f'{made}\ntoken: "{digest(made)}"')


@app.command()
def feedback(
    export: Annotated[Path, typer.Option("--export", help="写入该文件，JSON Lines / write to this file")],
    index: IndexOption = None,
) -> None:
    """导出读者评价，作标准题草稿 / Export what readers thought of answers, as drafts of gold questions."""
    from rag.errors import ExportFailed
    from ui.conversations import Conversations
    from ui.feedback import drafts

    found = list(drafts(Conversations(load_settings(index=index).index).rated()))
    try:
        export.write_text("".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in found), encoding="utf-8")
    except OSError as error:
        raise ExportFailed(f"{export}: 无法写入 / cannot be written: {error.strerror}") from error
    typer.echo(f"{len(found)} 条评价 / judgements: {export}")


@app.command()
def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """检查安装、索引和模型 / Check the installation, the index and the models."""
    from ui.doctor import checks

    found = checks(load_settings(index=index))
    if as_json:
        _print_json({"checks": [asdict(check) for check in found]})
    else:
        for check in found:
            typer.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}")
    if not all(check.ok for check in found if check.required):
        sys.exit(2)


def stated(value: str | None) -> str:
    """The value, or 未载明 for what the document does not state."""
    return value or "未载明 / not stated"


def _question(text: str, filters: dict[str, Any], generator: GeneratorChoice | None) -> Any:
    from pydantic import ValidationError

    from rag.errors import InvalidQuestion
    from rag.records import Question

    try:
        return Question.model_validate({"question": text, "filters": filters, "generator": generator})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))} = {e['input']!r}: {e['msg']}" for e in error.errors())
        raise InvalidQuestion(f"问题或筛选条件无效 / invalid question or filter: {wrong}") from error


def _span(text: str, length: int) -> tuple[int, int]:
    from rag.errors import InvalidQuestion

    start, _, end = text.partition(":")
    if re.fullmatch(r"[0-9]{1,9}", start) and re.fullmatch(r"[0-9]{1,9}", end) and int(start) < int(end) <= length:
        return int(start), int(end)
    raise InvalidQuestion(
        f"--span {text}: 应为 起:止，0 ≤ 起 < 止 ≤ {length} / expected start:end with 0 ≤ start < end ≤ {length}"
    )


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


if __name__ == "__main__":
    main()
