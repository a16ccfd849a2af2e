"""Time for what is known to take long."""

import signal


def more_time(seconds: float) -> None:
    """Put off the alarm that ends this process, where one is set, until at least so many seconds from now.

    For work in steps of known length, each of which is bounded: a page of a scan, a conversion with a limit of its own.
    """
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if 0 < left < seconds:
        signal.setitimer(signal.ITIMER_REAL, seconds)
