"""Pairs of texts that belong together, drawn from the encoded corpora a batch at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.training.encoding import EncodedCorpus, Run

LONGEST = 224  # pieces of a passage; about 350 Chinese characters
_ASKED = 0.5  # share of the shortened queries that get a question word, in each of two rounds
_NEAR = 8  # units; how far at most a hard negative stands from its pair, beyond what the two passages take in
QUESTION_WORDS = {
    "zh": "什么|是什么|有什么|多少|是多少|哪些|有哪些|哪个|哪一年|谁|怎么|怎么办|如何|为什么|是否|何时|哪里|多久|"
    "请问|吗|分别是|什么条件",
    "en": "what|what is the|which of the|who was|who|how many|how much is|how do i|when did|where is|why does|what did|"
    "in what year|what kind of|what are the|whose|can i|does the",
}
_QUESTION_LANGUAGE = {"zh": "zh", "zh_hant": "zh", "en": "en", "gloss": "en"}


@dataclass(frozen=True, slots=True)
class Task:
    """One way of making pairs: a unit (or a document's title) and the passage around it, in the same language or not.

    `keep` is the least share of the query's pieces that stay: the rest are dropped at random, since a question has
    but a part of a sentence's words. `around` is the most units on either side that the passage takes in, `hidden`
    how often it lacks the unit itself.
    """

    kind: str
    corpus: str
    query: str
    passage: str
    weight: float
    around: int = 0
    keep: float = 1.0
    hidden: float = 0.0
    title: bool = False


TASKS = (
    # A sentence, or what is left of one, and the passage it stands in.
    Task("cloze", "news", "zh", "zh", 3.0, around=4, keep=0.3, hidden=0.15),
    Task("cloze", "broadcast", "zh", "zh", 1.0, around=4, keep=0.3, hidden=0.15),
    Task("cloze", "laws", "zh", "zh", 1.5, around=2, keep=0.3, hidden=0.15),
    Task("cloze", "parallel_laws", "zh", "zh", 0.3, around=0, keep=0.3),
    Task("cloze", "parallel_laws", "en", "en", 0.5, around=0, keep=0.3),
    Task("cloze", "reports", "en", "en", 0.1, around=3, keep=0.3, hidden=0.15),
    # A title and a passage under it.
    Task("title", "broadcast", "zh", "zh", 0.7, around=4, title=True),
    Task("title", "laws", "zh", "zh", 0.4, around=2, title=True),
    Task("title", "parallel_laws", "en", "zh", 0.2, around=1, title=True),
    # The same in two languages, alone and as a part of a passage.
    Task("translation", "parallel_laws", "en", "zh", 2.0),
    Task("translation", "parallel_laws", "en", "zh", 0.7, around=1, keep=0.4),
    Task("translation", "parallel_laws", "zh", "en", 0.3, around=1, keep=0.4),
    Task("translation", "reports", "en", "zh", 0.5),
    Task("translation", "reports", "en", "zh", 0.5, around=3, keep=0.5),
    Task("translation", "tatoeba", "en", "zh", 2.0),
    Task("translation", "dictionary", "en", "zh", 3.0),
    Task("translation", "python", "en", "zh", 1.0),
    Task("translation", "ntrex", "en", "zh", 0.4),
    Task("translation", "ntrex", "en", "zh", 0.6, around=3, keep=0.5),
    Task("translation", "ntrex", "en", "zh_hant", 0.2),
    *(Task("languages", "python_multilingual", other, "en", 0.3) for other in ("ja", "ko", "fr")),
    *(Task("languages", "ntrex", other, "zh", 0.06) for other in ("ja", "ko", "fr", "de", "es", "ru")),
    *(Task("languages", "ntrex", other, "en", 0.06) for other in ("ja", "ko", "fr", "de", "es", "ru")),
    *(Task("languages", "ntrex", other, "zh", 0.03) for other in ("vi", "ar", "pt", "it", "th", "id")),
    *(Task("languages", "ntrex", other, "en", 0.03) for other in ("vi", "ar", "pt", "it", "th", "id")),
    # An English gloss of a Chinese sentence and the Chinese passage.
    Task("gloss", "news", "gloss", "zh", 3.0, around=3, keep=0.3, hidden=0.05),
    Task("gloss", "news", "gloss", "zh", 0.7, keep=0.7),
    Task("gloss", "broadcast", "gloss", "zh", 0.7, around=3, keep=0.3, hidden=0.05),
    Task("gloss", "laws", "gloss", "zh", 0.7, around=2, keep=0.3, hidden=0.05),
)


@dataclass(frozen=True, slots=True)
class Bags:
    """Piece numbers of many texts: text `i` has `pieces[starts[i]:starts[i + 1]]`, the last one the rest."""

    pieces: NDArray[np.int64]
    starts: NDArray[np.int64]


class PairSampler:
    """Draws batches for one task; the same generator state gives the same batch."""

    def __init__(
        self,
        task: Task,
        corpus: EncodedCorpus,
        close: NDArray[np.int64] | None = None,
        question_words: Sequence[NDArray[np.int64]] = (),
    ) -> None:
        """`close`, (n, 2), are units of like wording in different documents; half of the near ones come from it.
        Half of the shortened queries get some of `question_words`, so that these come to say nothing."""
        self.task = task
        self._question_words = question_words if task.keep < 1 else ()
        self._bounds = corpus.bounds
        self._queries = corpus.titles[task.query] if task.title else corpus.units[task.query]
        self._passages = corpus.units[task.passage]
        self._document_of = np.repeat(np.arange(len(corpus.bounds) - 1), np.diff(corpus.bounds))
        query_lengths = np.diff(self._queries.starts)
        if task.title:
            query_lengths = query_lengths[self._document_of]
        usable = (query_lengths > 0) & (np.diff(self._passages.starts) > 0)
        self._usable = np.flatnonzero(usable)
        self._close = None if close is None else close[usable[close].all(axis=1)]

    def __len__(self) -> int:
        return len(self._usable)

    def batch(self, size: int, rng: np.random.Generator) -> tuple[Bags, Bags]:
        """Queries and their passages, `size` of each or a few less. Each is there with one that is hard to tell
        from it: one that stands near it in the same document, or one of like wording."""
        anchors = rng.choice(self._usable, size // 2)
        far_enough = 2 * self.task.around + 1
        near = np.searchsorted(self._usable, anchors) + rng.integers(far_enough, far_enough + _NEAR, len(anchors))
        neighbours = self._usable[np.minimum(near, len(self._usable) - 1)]
        if self._close is not None and len(self._close):
            some = slice(0, len(anchors) // 2)
            anchors[some], neighbours[some] = rng.choice(self._close, len(anchors) // 2).T
        units = np.unique(np.concatenate([anchors, neighbours]))
        if self.task.title:
            # Two passages under one title would be each other's negatives.
            units = units[np.unique(self._document_of[units], return_index=True)[1]]
        rng.shuffle(units)
        return self._query_bags(units, rng), self._passage_bags(units, rng)

    def _query_bags(self, units: NDArray[np.int64], rng: np.random.Generator) -> Bags:
        texts = self._document_of[units] if self.task.title else units
        pieces, owner = _gather(self._queries, texts, texts + 1)
        keep = rng.uniform(self.task.keep, 1.0, len(units))
        kept = (rng.random(len(pieces)) < keep[owner]) | _first_of_each(owner)
        pieces, owner = pieces[kept], owner[kept]
        for _ in range(2 if self._question_words else 0):
            asked = np.flatnonzero(rng.random(len(units)) < _ASKED)
            chosen = [self._question_words[number] for number in rng.integers(0, len(self._question_words), len(asked))]
            pieces = np.concatenate([pieces, *chosen])
            owner = np.concatenate([owner, np.repeat(asked, [len(words) for words in chosen])])
        order = np.argsort(owner, kind="stable")
        return _bags(pieces[order], owner[order], len(units))

    def _passage_bags(self, units: NDArray[np.int64], rng: np.random.Generator) -> Bags:
        documents = self._document_of[units]
        first = np.maximum(units - rng.integers(0, self.task.around + 1, len(units)), self._bounds[documents])
        last = np.minimum(units + rng.integers(0, self.task.around + 1, len(units)), self._bounds[documents + 1] - 1)
        starts = self._passages.starts
        hidden = (rng.random(len(units)) < self.task.hidden) & (last > first)
        pieces, owner = _gather(self._passages, first, last + 1)
        position = np.concatenate([np.arange(a, b) for a, b in zip(starts[first], starts[last + 1], strict=True)])
        inside = (position >= starts[units][owner]) & (position < starts[units + 1][owner])
        # What lies too far from the unit is cut, so that the passage is about as long as a chunk.
        centre = (starts[units] + starts[units + 1])[owner] // 2
        kept = (np.abs(position - centre) <= LONGEST // 2) & ~(inside & hidden[owner])
        lonely = ~np.isin(np.arange(len(units)), owner[kept])
        kept |= lonely[owner]
        return _bags(pieces[kept], owner[kept], len(units))


def _gather(run: Run, first: NDArray[np.int64], stop: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces of the texts `first` to `stop - 1` of each row, and the row each belongs to."""
    begins, ends = run.starts[first], run.starts[stop]
    lengths = ends - begins
    owner = np.repeat(np.arange(len(first)), lengths)
    shifts = begins - np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return run.pieces[np.arange(lengths.sum()) + shifts[owner]].astype(np.int64), owner


def _first_of_each(owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, bool)


def _bags(pieces: NDArray[np.int64], owner: NDArray[np.int64], count: int) -> Bags:
    return Bags(pieces, np.searchsorted(owner, np.arange(count)))


def samplers(
    corpora: Mapping[str, EncodedCorpus],
    close: Mapping[str, NDArray[np.int64]],
    question_words: Mapping[str, Sequence[NDArray[np.int64]]],
    leave_out: tuple[str, ...] = (),
) -> list[PairSampler]:
    """One sampler for each task whose kind is not left out.

    `close` has units of like wording by corpus, `question_words` the pieces of such words by language.
    """
    unknown = set(leave_out) - {task.kind for task in TASKS}
    if unknown:
        raise ValueError(f"No such kind of pairs: {', '.join(sorted(unknown))}")
    return [
        PairSampler(
            task,
            corpora[task.corpus],
            None if task.title else close.get(task.corpus),
            question_words.get(_QUESTION_LANGUAGE.get(task.query, ""), ()),
        )
        for task in TASKS
        if task.kind not in leave_out
    ]
