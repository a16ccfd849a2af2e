"""Speed: answering, ingesting and embedding, each measured on this machine as it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from eval.metrics import percentile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Item = TypeVar("Item")
Encode = Callable[[list[str]], "NDArray[np.float32]"]

LAYERS, WIDTH = 6, 384
"""Size of the transformer that the built-in embedding model is compared with."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How long each of some equal pieces of work took, in milliseconds, and how many items they were together."""

    name: str
    items: int
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return percentile(self.milliseconds, 50) or 0.0

    @property
    def p95(self) -> float:
        return percentile(self.milliseconds, 95) or 0.0

    @property
    def throughput(self) -> float:
        """Items a second."""
        total = sum(self.milliseconds)
        return 1000 * self.items / total if total else 0.0


def timed(name: str, work: Callable[[Item], object], pieces: Iterable[Item], items_each: int = 1) -> Speed:
    """The time that `work` takes on each of the pieces, of `items_each` items."""
    times = []
    for piece in pieces:
        started = perf_counter()
        work(piece)
        times.append(1000 * (perf_counter() - started))
    return Speed(name, items_each * len(times), tuple(times))


def ingest_speeds(folder: Path, rounds: int, model: str | None) -> list[Speed]:
    """Ingesting a folder's files into an empty index, and once more unchanged. Raises what ingesting raises."""
    from index.files import find_files
    from index.ingest import ingest

    files = len(find_files([folder], folder / ".index"))
    first: list[float] = []
    again: list[float] = []
    for _ in range(rounds):
        with TemporaryDirectory() as temporary:
            for times in (first, again):
                started = perf_counter()
                ingest([folder], Path(temporary), embedding_model=model)
                times.append(1000 * (perf_counter() - started))
    return [
        Speed("新建 · new (files)", files * rounds, tuple(first)),
        Speed("未变 · unchanged (files)", files * rounds, tuple(again)),
    ]


def passages_of(folder: Path) -> list[str]:
    """What is embedded of the files of a folder: their chunks with title and headings."""
    from index.chunking import embedding_text
    from index.files import find_files
    from index.reading import read_documents

    files = find_files([folder], folder / ".index")
    documents = [document for path in files for document in read_documents(path, source=path.name)]
    return [embedding_text(d.metadata.title, chunk) for d in documents for chunk in d.chunks]


def embedding_speeds(passages: Sequence[str], rounds: int, model: str | None) -> Iterator[Speed]:
    """Embedding the same passages with the product's model and with a transformer of random weights, a round a piece.

    Weights do not change how long a transformer takes.
    """
    from index.embedding import load_embedder

    embedder = load_embedder(model)
    yield _embedding_speed(embedder.name, embedder.embed_documents, passages, rounds)
    with TemporaryDirectory() as temporary:
        transformer = random_transformer(passages, Path(temporary))
        name = f"transformer {LAYERS} × {WIDTH}"
        yield _embedding_speed(name, lambda texts: transformer.encode(texts, show_progress_bar=False), passages, rounds)


def _embedding_speed(name: str, encode: Encode, passages: Sequence[str], rounds: int) -> Speed:
    encode(list(passages[:8]))  # the first call loads what is loaded lazily
    return timed(name, encode, [list(passages)] * rounds, len(passages))


def random_transformer(passages: Sequence[str], folder: Path) -> Any:
    """A sentence-transformers BERT of 6 layers, 384 wide, with mean pooling and random weights.

    Its tokenizer takes Chinese characters one by one, as the Chinese models of that size do.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    characters = sorted({character for passage in passages for character in passage.lower() if not character.isspace()})
    vocabulary = {piece: number for number, piece in enumerate([*special, *characters])}
    tokenizer = BertTokenizerFast(vocab=vocabulary, model_max_length=512)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=12,
        intermediate_size=4 * WIDTH,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    transformer = Transformer(str(folder))
    return SentenceTransformer(modules=[transformer, Pooling(WIDTH)], device="cpu")
