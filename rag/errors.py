"""The errors of asking. Each message names the value seen and the next step.

ZhengwenError (index.errors)
├── InvalidQuestion     an empty or over-long question, a filter that is none
├── InvalidSettings     a setting that cannot be used
├── GeneratorFailed     the language model is unreachable, too slow or answered nothing
└── ExportFailed        a table that cannot be written, or not in that format
"""

from index.errors import ZhengwenError


class InvalidQuestion(ZhengwenError):
    """A question that cannot be asked: empty, too long, or with a filter that is none."""


class InvalidSettings(ZhengwenError):
    """A setting that cannot be used."""


class GeneratorFailed(ZhengwenError):
    """The language model is unreachable, too slow or answered nothing. The engine falls back to quotation."""


class ExportFailed(ZhengwenError):
    """A table that cannot be written, or not in that format."""
