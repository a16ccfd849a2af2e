"""What was computed of many things at once, kept for the next question."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Thing = TypeVar("Thing")


class Remembered(Generic[Key, Value]):
    """Values by key, each made once, those that are missing in one call; the older half are forgotten when there are
    too many.

    >>> asked = []
    >>> lengths = Remembered(lambda words: asked.append(words) or [len(word) for word in words], most=100)
    >>> lengths.of(["政策", "法规", "政策"]), lengths.of(["政策"]), asked
    ([2, 2, 2], [2], [['政策', '法规']])
    """

    def __init__(self, make: Callable[[Sequence[Key]], Sequence[Value]], most: int) -> None:
        self._make = make
        self._most = most
        self._known: dict[Key, Value] = {}
        self._turn = threading.Lock()

    def of(self, keys: Sequence[Key]) -> list[Value]:
        """The value of each key."""
        with self._turn:
            if len(self._known) > self._most:
                for key in list(islice(self._known, len(self._known) // 2)):
                    del self._known[key]
            missing = [key for key in dict.fromkeys(keys) if key not in self._known]
            if missing:
                self._known.update(zip(missing, self._make(missing), strict=True))
            return [self._known[key] for key in keys]


class RememberedOf(Generic[Thing, Value]):
    """What is made of a thing that does not change, kept for the things asked about last, which are told by identity.

    >>> documents, made = ["法", "条例"], []
    >>> count = RememberedOf(lambda listed: made.append(listed) or len(listed), most=2)
    >>> count.of(documents), count.of(documents), made
    (2, 2, [['法', '条例']])
    """

    def __init__(self, make: Callable[[Thing], Value], most: int) -> None:
        self._make = make
        self._most = most
        self._known: OrderedDict[int, tuple[Thing, Value]] = OrderedDict()  # the thing is held, so its id stays its own
        self._turn = threading.Lock()

    def of(self, thing: Thing) -> Value:
        """The value of the thing."""
        with self._turn:
            if id(thing) not in self._known:
                self._known[id(thing)] = thing, self._make(thing)
                if len(self._known) > self._most:
                    self._known.popitem(last=False)
            self._known.move_to_end(id(thing))
            return self._known[id(thing)][1]
