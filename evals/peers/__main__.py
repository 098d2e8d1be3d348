"""`python -m evals.peers`: print docs/metric-comparison.md."""

from __future__ import annotations

from evals.peers.page import page
from evals.peers.ratings import compared

if __name__ == "__main__":
    print("\n".join(page(compared())))
