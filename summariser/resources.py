"""Where the files shipped beside the code are: in the wheel, or in the checkout of an editable install."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def prompts_folder() -> Path:
    """Return the folder of prompt templates and profiles."""
    return _first(_PACKAGE / "_prompts", _PACKAGE.parent / "prompts")


def recordings_folder() -> Path:
    """Return the folder of recorded answers for the seeds."""
    return _first(_PACKAGE / "_recordings", _PACKAGE.parent / "evals" / "recordings")


def gold_folder() -> Path:
    """Return the folder of gold records for the seeds; the articles they name lie beside it."""
    return _first(_PACKAGE / "_evals" / "gold", _PACKAGE.parent / "evals" / "gold")


def trade_folder() -> Path:
    """Return the folder of the second corpus: articles, the gold of their dossier, recorded answers."""
    return _first(_PACKAGE / "_evals" / "trade", _PACKAGE.parent / "evals" / "trade")


def _first(shipped: Path, checkout: Path) -> Path:
    return shipped if shipped.is_dir() else checkout
