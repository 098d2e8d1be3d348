"""Numbers as a person reads them: counts, sizes, lengths of time."""

from __future__ import annotations

_MINUTE, _HOUR = 60, 3600
_KILO, _MEGA = 1_000, 1_000_000


def counted(count: int, what: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "request"), counted(3000, "request")
    ('1 request', '3,000 requests')
    """
    return f"{count:,} {what}{'s' if count != 1 else ''}"


def rough(count: int) -> str:
    """Return a count with three digits that say something.

    >>> rough(181952), rough(87)
    ('182,000', '87')
    """
    digits = max(len(str(count)) - 3, 0)
    return f"{round(count, -digits):,}"


def size(count: int) -> str:
    """Return a number of bytes.

    >>> size(512), size(42083), size(120_000_000)
    ('512 bytes', '42 kB', '120 MB')
    """
    if count < _KILO:
        return counted(count, "byte")
    return f"{count / _MEGA:,.0f} MB" if count >= _MEGA else f"{count / _KILO:.0f} kB"


def duration(seconds: float) -> str:
    """Return a length of time in the unit that suits it.

    >>> duration(20), duration(106), duration(9000)
    ('20 s', '2 min', '2.5 h')
    """
    if seconds < _MINUTE:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / _MINUTE)} min" if seconds < _HOUR else f"{seconds / _HOUR:,.1f} h"
