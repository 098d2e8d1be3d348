"""The HTML report: one self-contained page that a reader opens from disk."""

from summariser.report.page.inputs import PageInput, Tokens
from summariser.report.page.render import render, write

__all__ = ["PageInput", "Tokens", "render", "write"]
