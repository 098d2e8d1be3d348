"""What can be wrong with one input, said with the path, the cause and the next step."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Literal, TypeVar

from summariser.errors import InputError
from summariser.extras import install

T = TypeVar("T")

Reason = Literal[
    "binary",
    "changed",
    "damaged",
    "duplicate",
    "empty",
    "encoding",
    "encrypted",
    "hidden",
    "missing",
    "needs-extra",
    "no-text",
    "not-a-document",
    "not-a-file",
    "output-folder",
    "permission",
    "symlink",
    "too_large",
    "unreadable",
]
"""Every reason an input of this package is not read, for tables and tests."""

_SYSTEM: dict[type[OSError], tuple[Reason, str]] = {
    PermissionError: ("permission", "may not be read: check its permissions and those of its folders"),
    FileNotFoundError: ("missing", "is no longer there: run again once its folder is settled"),
    NotADirectoryError: ("missing", "is no longer there: run again once its folder is settled"),
    IsADirectoryError: ("not-a-file", "is a folder, not a file"),
}


def rejected(path: str, reason: Reason, message: str) -> InputError:
    r"""Return the error of an input that was asked for and cannot be read.

    >>> print(rejected("a\nb.txt", "binary", "is a PNG image: name the article's text instead"))
    'a\nb.txt' is a PNG image: name the article's text instead
    """
    return InputError(f"{path!r} {message}", reason=reason)


def skipped(path: str, reason: Reason, message: str) -> InputError:
    """Return the error of an input that is passed over without blame."""
    return InputError(f"{path!r} {message}", reason=reason, skip=True)


def refused_by_system(path: str, error: OSError) -> InputError:
    """Return what an `OSError` means for the one input at `path`."""
    for kind, (reason, message) in _SYSTEM.items():
        if isinstance(error, kind):
            return rejected(path, reason, message)
    return rejected(path, "unreadable", f"cannot be read: {error.strerror or type(error).__name__}")


def displayed(path: str) -> str:
    r"""Return `path` as valid Unicode: bytes of a name that are no UTF-8 become `\xNN`.

    File names are bytes; those that are no text would otherwise be lone
    surrogates, which no JSON file can hold.

    >>> displayed("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def attempt(work: Callable[[], T], *, path: str, kind: str, extra: str) -> T:
    """Return what `work` returns; whatever a foreign parser raises becomes an `InputError`.

    Args:
        work: Imports a parser and runs it on the bytes of one input.
        path: Names the input in the message.
        kind: What the input was taken for, such as `a PDF`.
        extra: The optional dependencies the parser comes with.
    """
    try:
        return work()
    except InputError:
        raise
    except ImportError as error:
        message = f"is {kind}, which needs an optional part: {install(extra)}"
        raise rejected(path, "needs-extra", message) from error
    except Exception as error:  # a parser fed hostile bytes may raise anything at all
        message = (
            f"cannot be read as {kind} ({type(error).__name__}): it may be damaged; save its text as .txt"
        )
        raise rejected(path, "damaged", message) from error


def hush(*libraries: str) -> None:
    """Keep libraries from printing log lines, made of hostile bytes, where no log is set up.

    A program that does set up logging still gets them.
    """
    for name in libraries:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
