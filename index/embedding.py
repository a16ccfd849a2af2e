"""Embedding models: texts → unit vectors, by the built-in model or any other one by name."""

import json
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import builtin
from index.builtin import BUILTIN, WEIGHTS, static_name, unreadable
from index.errors import ModelUnavailable
from index.tokenizer import load_tokenizer

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_HUB_PATIENCE = 10  # seconds
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}  # of safetensors, as numpy calls them
_BATCH = 1024  # texts whose piece numbers are held at once


class Embedder(Protocol):
    """A model that puts texts which mean the same close together, with LangChain's method names.

    Rows have length 1, or 0 where the model found nothing in the text. `name` is what an index records of the model
    that built it: vectors of two models of different names must not be compared.
    """

    name: str
    dimension: int

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, (dimension,)."""
        ...


def load_embedder(model: str | None = None) -> Embedder:
    """The embedding model of that name, loaded. Raises ModelUnavailable.

    None or `builtin` is the model that comes with the program; `provider:model` is one of LangChain's
    (`openai:text-embedding-3-small`); anything else is a sentence-transformers name or folder (`BAAI/bge-m3`).
    """
    if model is None or model == BUILTIN:
        return StaticEmbedder(builtin.FOLDER, prefix=BUILTIN)
    if ":" in model and not Path(model).exists():
        return LangChainEmbedder.from_name(model)
    if _is_static(Path(model)):
        return StaticEmbedder(Path(model), prefix=Path(model).name)
    return SentenceTransformerEmbedder(model)


def is_light(model: str | None) -> bool:
    """Whether the model of that name is small and quick enough for every process to load it for itself."""
    return model is None or model == BUILTIN or _is_static(Path(model))


def _mapped(path: Path) -> "NDArray[np.floating[Any]]":
    """The rows of a file of safetensors, mapped into memory: only those that a text needs are read.

    Raises OSError, and ValueError or KeyError where it is no such file.
    """
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        told = json.loads(file.read(min(length, path.stat().st_size)))["embedding.weight"]
    start, _ = told["data_offsets"]
    return np.memmap(path, _TYPES[told["dtype"]], "r", 8 + length + start, tuple(told["shape"]))


def _is_static(folder: Path) -> bool:
    """Whether it is a folder that `StaticEmbedder` reads: a StaticEmbedding module, at most normalised after that."""
    modules = folder / "modules.json"
    if not (modules.is_file() and (folder / "tokenizer.json").is_file()):
        return False
    kinds = [kind.rpartition(".")[2] for kind in (module["type"] for module in _read_json(modules))]
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class StaticEmbedder:
    """The normalised sum of a vector for each piece of the text: sentence-transformers' StaticEmbedding, without torch.

    Its tokenizer folds the text as `index.lexicon.fold_text` does. A piece's weight is the length of its vector.
    """

    def __init__(self, folder: Path, *, prefix: str) -> None:
        try:
            self._stored = _mapped(folder / WEIGHTS)
            self._tokenizer = load_tokenizer(folder / "tokenizer.json")
            self.name = static_name(prefix, folder / WEIGHTS)
        # The libraries raise errors of their own for files that they cannot read, plain Exception among them.
        except Exception as error:
            raise unreadable(folder, error) from error
        self._vectors = np.empty(self._stored.shape, np.float32)  # single floats of the pieces that occurred
        self._lengths = np.empty(len(self._stored), np.float32)  # of these vectors
        self._occurred = np.zeros(len(self._stored), np.bool_)
        self.dimension = int(self._stored.shape[1])

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            rows[start : start + _BATCH] = self._sums(self.pieces(texts[start : start + _BATCH]))
        return _unit(rows)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's pieces, in order."""
        return self._tokenizer.pieces(texts)

    def piece_vectors(self, pieces: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The pieces' vectors, (len(pieces), dimension); the length of each is how much the piece says."""
        numbers = np.asarray(pieces, np.int64)
        self._load(numbers)
        return self._vectors[numbers]

    def piece_units(self, pieces: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The pieces' vectors at length 1 (or 0), (len(pieces), dimension)."""
        numbers = np.asarray(pieces, np.int64)
        self._load(numbers)
        units = self._vectors[numbers]
        units /= np.maximum(self._lengths[numbers], 1e-9)[:, None]
        return units

    def _load(self, numbers: NDArray[np.int64]) -> None:
        """Make single floats of the vectors of these pieces."""
        if not self._occurred[numbers].all():
            new = np.unique(numbers[~self._occurred[numbers]])
            self._vectors[new] = self._stored[new]
            self._lengths[new] = np.linalg.norm(self._vectors[new], axis=1)
            self._occurred[new] = True

    def _sums(self, pieces: list[list[int]]) -> NDArray[np.float32]:
        """The sum of each text's vectors. Half floats add slowly, and all as single ones would take a while to make
        for one question: only those that occur are."""
        self._load(np.fromiter(chain.from_iterable(pieces), np.int64))
        sums = np.empty((len(pieces), self.dimension), np.float32)
        for text, row in zip(pieces, sums, strict=True):
            self._vectors[text].sum(axis=0, out=row)
        return sums

    def embed_query(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.embed_documents([text])[0]
        return row


class SentenceTransformerEmbedder:
    """Any model of the sentence-transformers library, with its own prompts for questions and documents."""

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model, local_files_only=not Path(model).exists() and not _hub_answers())
        # A wrong name, a hub out of reach and a broken folder each raise errors of other libraries.
        except Exception as error:
            raise ModelUnavailable(
                f"无法加载嵌入模型 {model}：请检查 ZHENGWEN_EMBEDDING_MODEL 是模型文件夹还是可下载的名称；"
                f"不设置该变量则使用内置模型。\n"
                f"The embedding model {model} cannot be loaded: check that ZHENGWEN_EMBEDDING_MODEL is a folder or a "
                f"name that can be downloaded, or unset it to use the built-in model. ({_first_line(error)})"
            ) from error
        self.name = model
        self.dimension = int(self._model.get_embedding_dimension())

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _unit(self._model.encode_document(list(texts), show_progress_bar=False, convert_to_numpy=True))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = _unit(
            self._model.encode_query([text], show_progress_bar=False, convert_to_numpy=True)
        )[0]
        return row


def _hub_answers() -> bool:
    """Whether the model hub, or the mirror that HF_ENDPOINT names, is within reach. Its own client would try for
    more than a minute, file by file, before it looked only for what was downloaded earlier."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    from huggingface_hub.constants import ENDPOINT, HF_HUB_OFFLINE

    if HF_HUB_OFFLINE:
        return False
    try:
        urlopen(ENDPOINT, timeout=_HUB_PATIENCE).close()
    except HTTPError:
        return True
    except OSError:
        return False
    return True


class LangChainEmbedder:
    """Any LangChain embedding model; `dimension` is learnt from the first vector."""

    def __init__(self, embeddings: "Embeddings", name: str) -> None:
        self._embeddings = embeddings
        self.name = name
        self.dimension = len(self.embed_query("政策"))

    @classmethod
    def from_name(cls, model: str) -> "LangChainEmbedder":
        """The model that LangChain's `init_embeddings` makes of `provider:model`."""
        from langchain.embeddings import init_embeddings

        with _provider_errors(model):
            embeddings = init_embeddings(model)
        return cls(embeddings, model)

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with _provider_errors(self.name):
            return _unit(np.array(self._embeddings.embed_documents(list(texts)), np.float32))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        with _provider_errors(self.name):
            row: NDArray[np.float32] = _unit(np.array([self._embeddings.embed_query(text)], np.float32))[0]
        return row


@contextmanager
def _provider_errors(model: str) -> Iterator[None]:
    """A provider's client has its own errors for a wrong name or key, a missing package, an address nobody answers."""
    try:
        yield
    except Exception as error:
        raise ModelUnavailable(
            f"嵌入模型 {model} 不可用：请检查 ZHENGWEN_EMBEDDING_MODEL、密钥与网络；不设置该变量则使用内置模型。\n"
            f"The embedding model {model} is not available: check ZHENGWEN_EMBEDDING_MODEL, its key and the network, "
            f"or unset it to use the built-in model. ({_first_line(error)})"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    """The rows as float32 of length 1; a row of zeros stays one."""
    rows = np.asarray(rows, np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
