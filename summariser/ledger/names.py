"""Which relative paths may be written in an output folder, on any file system."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_LONGEST = 255
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))}
)


def safe_name(name: str) -> str:
    """Return `name`, a relative path with `/` between its parts, when it stays inside any folder.

    Names that mean something else on another system are refused on all: drive
    letters, back slashes, device names, trailing dots and spaces, hidden files
    (they are this package's own), parts of more than 255 bytes.

    Raises:
        ValueError: When the path could leave the folder or name something that is no file.

    >>> safe_name("articles/a-1.json")
    'articles/a-1.json'
    >>> safe_name("../../etc/passwd")
    Traceback (most recent call last):
    ValueError: '../../etc/passwd' cannot name a file in an output folder
    """
    if not all(map(_is_safe_part, name.split("/"))):
        raise ValueError(f"{name!r} cannot name a file in an output folder")
    return name


FileDigests = Annotated[
    dict[Annotated[str, AfterValidator(safe_name)], str], "sha256 by path inside the folder"
]
"""The files of an output folder and their digests; none of them may lie outside it."""


def collision_key(name: str) -> str:
    """Return what two names share when some file system takes them for one.

    >>> collision_key("articles/Caf\u00e9.json") == collision_key("articles/cafe\u0301.json")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_safe_part(part: str) -> bool:
    return (
        bool(part)
        and part[0] not in ". "
        and part[-1] not in ". "
        and not any(
            character in '\\:*?"<>|' or unicodedata.category(character)[0] == "C" for character in part
        )
        and len(part.encode("utf-8")) <= _LONGEST
        and part.partition(".")[0].casefold() not in _RESERVED
    )
