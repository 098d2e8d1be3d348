"""`python -m evals [OPTIONS]`: `deepeval test run` on the suite, with deepeval's switches set before it is imported."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

SUITE = Path(__file__).with_name("test_deepeval_suite.py")

if __name__ == "__main__":
    commands = entry_points(group="console_scripts", name="deepeval")
    if not commands:
        sys.exit("needs deepeval: pip install 'summariser[eval]'")
    commands["deepeval"].load()(["test", "run", str(SUITE), *sys.argv[1:]])
