"""How long work takes, told in a way that a busy machine and other tests do not change much."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], *, tries: int = 1) -> float:
    """Return the processor time of the fastest of some calls, without that of collecting what others left behind."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(tries):
            start = time.process_time()
            work()
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best
