"""The errors of the index. Each message names the value seen and the next step.

ZhengwenError
├── UnreadableFile        a file that cannot become a document
├── IndexUnavailable      no index at the path, or one that cannot be opened
│   ├── IndexVersionMismatch   written by another version of the program
│   └── EmbedderMismatch       built with another embedding model than the one asked for
├── IndexBusy             another process is writing to it
├── Interrupted           a rebuild that was ended early and so did not happen
├── ModelUnavailable      an embedding model that cannot be loaded
└── UnknownDocument       no document of that id, file name or number
"""


class ZhengwenError(Exception):
    """Anything that the program reports in words: `str(error)` is meant for the user, in Chinese and English."""


class UnreadableFile(ZhengwenError):
    """A file that cannot become a document: missing, empty, binary, undecodable, of no known format."""


class IndexUnavailable(ZhengwenError):
    """There is no index at the path, or it cannot be opened."""


class IndexVersionMismatch(IndexUnavailable):
    """The index was written by another version of the program."""


class EmbedderMismatch(IndexUnavailable):
    """The index was built with another embedding model than the one asked for."""


class IndexBusy(ZhengwenError):
    """Another process is writing to the index."""


class Interrupted(ZhengwenError):
    """The user ended a run that happens wholly or not at all."""


class ModelUnavailable(ZhengwenError):
    """An embedding model that cannot be loaded."""


class UnknownDocument(ZhengwenError):
    """No document has that id, file name or number."""
