"""Folders that an index follows: something is done each time a file in them changes."""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.errors import ZhengwenError

log = logging.getLogger(__name__)

ROUND = 600.0  # seconds until the folders are looked through without a change told: network drives tell of none
_TURN = 500  # milliseconds between looks at whether to stop, or to try again
_QUIET = 1000  # milliseconds without a further change until a change is acted on, at most the next line's
_LONGEST = 10_000


def watch(paths: Sequence[Path], folder: Path, act: Callable[[], None], stop: threading.Event) -> None:
    """Call `act` at once and whenever something changed under the paths, until `stop` is set.

    Changes of the index `folder` and of hidden files do not count. What `act` raises of the program's own errors is
    logged, and it is called again in the next turn. Raises FileNotFoundError for a path that does not exist.
    """
    from watchfiles import watch as changes

    roots = [Path(os.path.realpath(path)) for path in paths]
    ignored = Path(os.path.realpath(folder))

    def counts(_: object, changed: str) -> bool:
        path = Path(changed)
        inside = next((path.relative_to(root) for root in roots if path.is_relative_to(root)), path)
        return not path.is_relative_to(ignored) and not any(part.startswith(".") for part in inside.parts)

    due, last = True, time.monotonic()
    for changed in changes(
        *roots,
        watch_filter=counts,
        debounce=_LONGEST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_TURN,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        if not (due or changed or time.monotonic() - last > ROUND):
            continue
        try:
            act()
            due = False
        except ZhengwenError as error:
            log.warning("%s", error)
            due = True
        last = time.monotonic()
