"""This project's scorer beside others: which of them tell harmless edits of gold from harmful ones.

    python -m evals.peers > docs/metric-comparison.md

Nothing here calls a model or the network. A library that is not installed costs its columns and no more.
"""
