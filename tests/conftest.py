"""Fixtures over the real thing: the five seed documents, ingested once a session."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag.engine import PolicyQA

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """No test, nor a process that one starts outside the repository, reads the ZHENGWEN_… variables or `.env` here."""
    from rag.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith("ZHENGWEN_"):
                patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """Folder of an index of the seeds with the built-in model. Read only: tests that write make their own."""
    from index.ingest import ingest

    folder = tmp_path_factory.mktemp("seeds-index")
    ingest([seeds], folder)
    return folder


@pytest.fixture(scope="session")
def qa(seeds_index: Path) -> "PolicyQA":
    """The engine over the seeds, answering by quotation."""
    from rag.engine import PolicyQA
    from rag.settings import Settings

    return PolicyQA.open(Settings(index=seeds_index))
