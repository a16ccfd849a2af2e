"""Fixtures over the real thing: the five seed documents, ingested once a session."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


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
def qa(seeds_index: Path):
    """The engine over the seeds, answering by quotation."""
    from rag.engine import PolicyQA
    from rag.settings import Settings

    return PolicyQA.open(Settings(_env_file=None, index=seeds_index))
