"""Document ids: short, safe for every file system, and the same whatever order inputs arrive in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable

_LONGEST = 80
_SAFE = re.compile(rf"[A-Za-z0-9_]{{1,{_LONGEST}}}")
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+")
_DIGEST_LENGTHS = (8, 16, 64)
_SUFFIX = re.compile(r"-[0-9a-f]{8}\Z")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that Windows keeps for devices, with any suffix and in any case."""


def slug(stem: str) -> str:
    """Return `stem` in ASCII letters, digits, `_` and `-`, at most 80 characters, never empty.

    Accents go, everything else that is unsafe becomes one hyphen. Dots go too:
    an id is a file name, and `..` or `nul.x` mean something to file systems.

    >>> slug("000_adb0193a00afd3c5"), slug("Zażalenie (v2)"), slug("../..")
    ('000_adb0193a00afd3c5', 'Zazalenie-v2', 'article')
    """
    if _SAFE.fullmatch(stem):
        return stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain)[:_LONGEST].strip("-") or "article"


def clashing(stems: Iterable[str]) -> frozenset[str]:
    """Return the slugs, in lower case, whose documents need a digest to stay apart.

    It depends on the set of names, not on their order. Slugs are compared
    without case, since some file systems do. A name that looks like
    another's slug with a digest behind it could meet that other's id, so it
    gets a digest of its own.

    >>> sorted(clashing(["plan", "Plan", "talks"]))
    ['plan']
    """
    slugs = [(stem, slug(stem)) for stem in stems]
    counts = Counter(name.lower() for _, name in slugs)
    clashes = {name.lower() for stem, name in slugs if _is_altered(stem, name)}
    for name in sorted(counts, key=len):
        if counts[name] > 1 or (_SUFFIX.search(name) and _SUFFIX.sub("", name) in clashes):
            clashes.add(name)
    return frozenset(clashes)


def document_id(stem: str, sha256: str, *, clashes: Container[str] = (), taken: Container[str] = ()) -> str:
    """Return the id of a document: its slug, with part of the digest where the slug alone is not enough.

    Args:
        stem: The file's name without suffix.
        sha256: Digest of the file's bytes, in hex.
        clashes: Slugs that more than one document has; see `clashing`.
        taken: Ids already given, in lower case: two digests may begin alike.

    >>> document_id("plan", "ab" * 32), document_id("peace plan", "ab" * 32)
    ('plan', 'peace-plan-abababab')
    """
    name = slug(stem)
    if not _is_altered(stem, name) and name.lower() not in clashes and name.lower() not in taken:
        return name
    ids = (f"{name}-{sha256[:length]}" for length in _DIGEST_LENGTHS)
    return next((one for one in ids if one.lower() not in taken), f"{name}-{sha256}")


def _is_altered(stem: str, name: str) -> bool:
    return name != stem or stem.lower() in _DEVICES
