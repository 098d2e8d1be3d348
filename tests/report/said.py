"""What the hand-made dossiers of the page's tests are built with."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from summariser.reconcile.dossier import RecordRef
from summariser.records import Grounded


class Said(NamedTuple):
    """One record of one article."""

    document: str
    kept: Grounded[Any]
    kind: str = "plan_terms"


def id_(*parts: object) -> str:
    """Return an id that depends on nothing but `parts`."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def record_ref(said: Said) -> RecordRef:
    """Return the name of a record."""
    return RecordRef(document=said.document, record_type=said.kind, record=said.kept.id)


def number(name: str) -> int:
    """Return the number of a copied article."""
    return int(name.rpartition("-")[2])


def series(document: str) -> str:
    """Return which of three series a copied article belongs to, so that not all copies say the same; "" else."""
    return f" {number(document) // 5 % 3 + 1}" if "-copy-" in document else ""
