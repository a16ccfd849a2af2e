"""The segments of a cache: runs of passages whose files never change, so that a new generation writes only what is new.

A generation of a cache is a folder `NAME-GENERATION` which holds the files of its segments and `segments.json`, the
list of them. Files of segments that stayed are hard links to the ones before. The folder appears complete, by renaming.
"""

import json
import logging
import os
import shutil
import zlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.database import State
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

SIZE = 4096  # passages in a segment at most: all that has to be written again when one of them goes
_MOST = 16  # full segments; each costs a question 0.4 ms, so that they are larger in large indexes
_LIST = "segments.json"


Files = tuple[tuple[str, int], ...]
"""Names of files, with the CRC-32 of what was written to them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The passages with ids from `first` to `last` that there are, `count` of them; `detail` is what the cache notes.

    The segments of one generation do not overlap, and lie in order.
    """

    first: int
    last: int
    count: int
    files: Files = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """A folder with the segments of a cache at one state."""

    folder: Path
    state: State
    form: str
    segments: tuple[Segment, ...]
    files: Files = ()  # those of no segment

    def __len__(self) -> int:
        return sum(segment.count for segment in self.segments)


Run = list[int]
"""Ids of passages, ascending, which are to be a segment."""

Build = Callable[[Sequence[Run], Path], list[Segment]]
"""Writes the files of segments into a folder."""

Finish = Callable[[Path, Sequence[Segment]], Files]
"""Writes the files that are of no segment."""


def load(folder: Path, name: str, state: State, form: str) -> Generation | None:
    """The generation of a cache for that state, if it is there; its files may be damaged."""
    found = _read(_place(folder, name, state.generation))
    return found if found is not None and (found.state, found.form) == (state, form) else None


def is_sound(generation: Generation, known: frozenset[str] = frozenset()) -> bool:
    """Whether all files hold what was written to them; those `known` are not read again."""
    return not (damaged(generation, known) or _differ(generation.folder, generation.files, frozenset()))


def damaged(generation: Generation, known: frozenset[str] = frozenset()) -> frozenset[Segment]:
    """The segments that have a file with other bytes than were written to it; files `known` are not read again."""
    return frozenset(segment for segment in generation.segments if _differ(generation.folder, segment.files, known))


def _differ(folder: Path, files: Files, known: frozenset[str]) -> bool:
    return any(checksum(folder / file) != crc for file, crc in files if file not in known)


def checksum(path: Path) -> int | None:
    """CRC-32 of a file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            crc = 0
            while block := file.read(1 << 20):
                crc = zlib.crc32(block, crc)
            return crc
    except OSError:
        return None


def catch_up(
    folder: Path, name: str, form: str, truth: Snapshot, build: Build, finish: Finish, *, thorough: bool
) -> None:
    """Make the generation of a cache that holds what `truth` holds, from the last one as far as it serves.

    Segments without a change are taken over, when asked to be `thorough` only after reading them. `form` says how the
    files are to be read; those of another are not taken over. Call it under the write lock.
    """
    state = truth.manifest.state
    before = _newest(folder, name, form, truth)
    broken: frozenset[Segment] = frozenset()
    if before is not None:
        complete = before.state == state and len(before) == truth.chunk_count
        if complete and (not thorough or is_sound(before)):
            return
        if thorough:
            broken = damaged(before)
    runs = plan(before.segments, broken, truth, before.state.generation) if before else []
    if before is None or sum(map(_count, runs)) != truth.chunk_count:
        log.info("%s: building the %s of generation %d from SQLite", folder, name, state.generation)
        runs = plan((), frozenset(), truth, -1)
    place = _place(folder, name, state.generation)
    temporary = folder / f"{name}.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for run in runs:
        if isinstance(run, Segment) and before is not None:
            for file, _ in run.files:
                _link(before.folder / file, temporary / file)
    made = iter(build([run for run in runs if isinstance(run, list)], temporary))
    segments = tuple(run if isinstance(run, Segment) else next(made) for run in runs)
    _write(temporary / _LIST, Generation(place, state, form, segments, finish(temporary, segments)))
    shutil.rmtree(place, ignore_errors=True)
    os.rename(temporary, place)
    for other in folder.glob(f"{name}*"):
        if other.is_file():
            other.unlink()
        elif other != place:
            shutil.rmtree(other, ignore_errors=True)


def plan(
    segments: Sequence[Segment], broken: frozenset[Segment], truth: Snapshot, generation: int
) -> list[Segment | Run]:
    """The segments to keep of those of a generation, and the runs of passages to make the others of, in order.

    A segment is made anew without the passages that were deleted since. New passages take in the segments before them
    that are not much larger and not half full yet: there are never many small ones.
    """
    most = max(SIZE, truth.chunk_count // _MOST)
    deleted = truth.deleted_since(generation)
    runs: list[Segment | Run] = []
    for segment in segments:
        at = bisect_left(deleted, segment.first)
        if segment not in broken and (at == len(deleted) or deleted[at] > segment.last):
            runs.append(segment)
        else:
            _append(runs, truth.chunk_ids_between(segment.first, segment.last), most)
    new = truth.chunk_ids_between(segments[-1].last + 1 if segments else 0, None)
    while new and runs and _count(runs[-1]) <= min(2 * len(new), most // 2):
        before = runs.pop()
        new = (truth.chunk_ids_between(before.first, before.last) if isinstance(before, Segment) else before) + new
    return runs + [new[start : start + most] for start in range(0, len(new), most)]


def _append(runs: list[Segment | Run], run: Run, most: int) -> None:
    """Add a run to be made anew, together with the one before it if that is made anew too."""
    if runs and isinstance(runs[-1], list) and len(runs[-1]) + len(run) <= most:
        runs[-1] = runs[-1] + run
    elif run:
        runs.append(run)


def _count(run: Segment | Run) -> int:
    return run.count if isinstance(run, Segment) else len(run)


def _place(folder: Path, name: str, generation: int) -> Path:
    return folder / f"{name}-{generation}"


def _newest(folder: Path, name: str, form: str, truth: Snapshot) -> Generation | None:
    """The last generation there is that `truth` can be reached from."""
    found = (
        generation
        for place in folder.glob(f"{name}-*")
        if (generation := _read(place)) is not None and generation.form == form and truth.holds(generation.state)
    )
    return max(found, key=lambda generation: generation.state.generation, default=None)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _write(path: Path, generation: Generation) -> None:
    told = json.dumps(
        [
            generation.state,
            generation.form,
            [asdict(segment) for segment in generation.segments],
            generation.files,
        ]
    )
    path.write_text(f"{zlib.crc32(told.encode())}\n{told}\n", encoding="utf-8")


def _read(place: Path) -> Generation | None:
    try:
        crc, told, rest = (place / _LIST).read_text(encoding="utf-8").split("\n")
        if int(crc) != zlib.crc32(told.encode()) or rest:
            raise ValueError("checksum")
        state, form, segments, files = json.loads(told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("%s is damaged and will be built anew: %s", place, error)
        return None
    return Generation(place, State(*state), form, tuple(_segment(**each) for each in segments), _files(files))


def _segment(first: int, last: int, count: int, files: list[list[Any]], detail: str) -> Segment:
    return Segment(first, last, count, _files(files), detail)


def _files(files: list[list[Any]]) -> Files:
    return tuple((file, crc) for file, crc in files)
