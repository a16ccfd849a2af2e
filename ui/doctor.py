"""What is installed, which index, which models, and what would fail."""

import platform
from dataclasses import dataclass
from importlib import metadata

from index.errors import ZhengwenError
from rag.settings import Settings

_LIBRARIES = (
    "faiss-cpu",
    "tantivy",
    "pypdfium2",
    "python-docx",
    "lxml",
    "openpyxl",
    "fastapi",
    "gradio",
    "langchain",
    "sentence-transformers",
    "tokenizers",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. What is `required` and not `ok` keeps questions from being answered."""

    name: str
    ok: bool
    detail: str
    required: bool = True


def checks(settings: Settings) -> list[Check]:
    """Every check, none of which needs the network except the language model's."""
    return [
        _python(),
        *map(_library, _LIBRARIES),
        *_formats(),
        _model(settings),
        *_index(settings),
        _language_model(settings),
    ]


def _python() -> Check:
    return Check("Python", True, f"{platform.python_version()} ({platform.platform()})")


def _library(name: str) -> Check:
    try:
        return Check(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, False, f"未安装，请运行 / not installed, run: pip install {name}")


def _formats() -> list[Check]:
    """What reads the formats that the program does not read by itself."""
    from index.loaders import ocr, office

    program, read = office.libreoffice(), ocr.available()
    without = "未安装，不能读取 DOC、WPS、XLS / not installed: DOC, WPS and XLS files cannot be read"
    unread = "未安装，不能识别扫描件 / not installed, scans cannot be read: pip install 'zhengwen[ocr]'"
    return [
        Check("LibreOffice", program is not None, program or without, required=False),
        Check("文字识别 / OCR", read, "rapidocr-onnxruntime" if read else unread, required=False),
    ]


def _model(settings: Settings) -> Check:
    from index.embedding import load_embedder

    try:
        embedder = load_embedder(settings.embedding_model)
    except ZhengwenError as error:
        return Check("向量模型 / embedding model", False, str(error))
    return Check("向量模型 / embedding model", True, f"{embedder.name}, {embedder.dimension} 维 / dimensions")


def _index(settings: Settings) -> list[Check]:
    from index.local import LocalIndex

    try:
        index = LocalIndex.open(settings.index, settings.embedding_model)
        _ = index.embedder  # the model that the index was built with may be gone or another one by now
    except ZhengwenError as error:
        return [Check("索引 / index", False, str(error))]
    manifest = index.manifest
    count = index.document_count
    detail = (
        f"{settings.index}, {count} 份文件 / documents, {index.chunk_count} 段 / passages, "
        f"第 {manifest.generation} 代 / generation"
    )
    return [
        Check("索引 / index", True, detail),
        Check("索引的向量模型 / its embedder", True, f"{manifest.embedder}, {manifest.built_at}"),
        Check("文件 / documents", count > 0, str(count) if count else "请运行 / run: zhengwen ingest seeds/"),
    ]


def _language_model(settings: Settings) -> Check:
    name = "语言模型 / language model"
    if settings.llm is None:
        return Check(name, True, "未设置，按原文摘录作答 / none set, answers are quotations", required=False)
    from rag.composing.generate import ChatGenerator
    from rag.errors import GeneratorFailed

    try:
        next(iter(ChatGenerator(settings).stream("1+1", [], "zh")))
    except (ZhengwenError, GeneratorFailed) as error:
        return Check(name, False, str(error), required=False)
    return Check(name, True, f"{settings.llm} {settings.llm_base_url or ''}".strip(), required=False)
