"""The stopwatch of the page, in a real Chromium."""

import pytest

from eval.browsing import browser_speeds
from eval.people import PageUnavailable

# Gradio counts its events with pandas, in words that pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")


def test_loads_and_first_words_are_timed_alone_and_in_a_crowd(address: str) -> None:
    usable, alone, crowded = browser_speeds(address, ["哪些省份提出同网同价政策", "火星基地的补贴标准是多少？"], 2)
    assert (usable.items, alone.items, crowded.items) == (10, 2, 2)
    assert min(usable.milliseconds + alone.milliseconds + crowded.milliseconds) > 1


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(PageUnavailable, match="does not answer"):
        browser_speeds("http://127.0.0.1:9", ["问"], 1)
