"""JSON Lines files, read so that an error can name the line."""

from pathlib import Path

from index.errors import ZhengwenError


def filled_lines(path: Path, invalid: type[ZhengwenError]) -> list[tuple[str, str]]:
    """(file:line, text) of every line that is not blank. Raises `invalid` for a file that cannot be read."""
    try:
        # Not splitlines(): JSON strings may hold other line separators.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise invalid(f"{path}: 无法读取 / cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise invalid(f"{path}: 不是 UTF-8 文本 / not UTF-8 text") from error
    return [(f"{path}:{number}", line) for number, line in enumerate(lines, start=1) if line.strip()]
