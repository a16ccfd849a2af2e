"""What an ingest did, file by file."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["added", "unchanged", "updated", "moved", "duplicate", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `reason` says why it failed or was removed, where it was before it was moved, which file
    has the same text, or what of it was left out; `chunks` counts its passages, for a removed file those it had.
    `document_id` is its document's, of several (an archive's) the first.
    """

    path: Path
    outcome: Outcome
    reason: str | None = None
    document_id: str | None = None
    chunks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Every file of one run in order, and the generation of the index after it. `left` counts the files that an
    interrupted run did not come to."""

    files: tuple[FileReport, ...]
    generation: int
    seconds: float
    left: int = 0

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many files had each outcome; outcomes that none had are left out."""
        return dict(Counter(file.outcome for file in self.files))

    def to_json(self) -> dict[str, Any]:
        """The report as `ingest --report` writes it."""
        return {
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
            "left": self.left,
            "counts": self.counts,
            "files": [
                asdict(file) | {"path": str(file.path), "seconds": round(file.seconds, 3)} for file in self.files
            ],
        }


Progress = Callable[[FileReport, int, int], None]
"""Called after each file with its report, the number of files done, and the number of all."""
