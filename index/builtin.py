"""The embedding model that comes with the program: where it is and what it is called, told without loading it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from index.errors import ModelUnavailable

BUILTIN = "builtin"
FOLDER = Path(__file__).parent / "models" / "builtin"
WEIGHTS = "model.safetensors"


def builtin_name() -> str:
    """The name of the built-in model. Raises ModelUnavailable."""
    try:
        return static_name(BUILTIN, FOLDER / WEIGHTS)
    except OSError as error:
        raise unreadable(FOLDER, error) from error


def static_name(prefix: str, weights: Path) -> str:
    """A static model is known by its weights: another training gives another name. Raises OSError."""
    return f"{prefix}/{_digest(weights, weights.stat().st_mtime_ns)[:12]}"


@lru_cache
def _digest(path: Path, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unreadable(folder: Path, reason: Exception) -> ModelUnavailable:
    """The error that says how to replace a model that cannot be read."""
    return ModelUnavailable(
        f"无法读取嵌入模型 {folder}：请重新安装程序。\n"
        f"The embedding model {folder} cannot be read: install the program again. ({reason})"
    )
