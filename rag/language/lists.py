"""The lists of words in `rag/data`."""

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of a list, without comments (#) and empty ones."""
    text = files("rag").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> frozenset[str]:
    """The words of a list whose lines mean nothing.

    >>> "的" in words("stopwords.txt"), "补贴" in words("stopwords.txt")
    (True, False)
    """
    return frozenset(word for line in lines(name) for word in line.split())
