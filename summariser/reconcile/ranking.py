"""In which order conflicts and agreements are shown: the hardest and best supported first."""

from __future__ import annotations

from collections.abc import Iterable

from summariser.reconcile.dossier import Agreement, Conflict, Happening, Severity
from summariser.reconcile.verdict import HARDNESS
from summariser.records.vocabulary import DisputeType

_SEVERITIES: tuple[Severity, ...] = ("hard", "soft", "framing")


def ranked(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return conflicts by severity, then relation, then how many sources stand on the smaller and larger side."""
    return tuple(sorted(conflicts, key=_hardness))


def supported(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Return agreements by how many independent sources carry them."""
    return tuple(sorted(agreements, key=lambda one: (-one.independent, -one.sources, one.topic, one.id)))


def in_time(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Return events by their first day, those without a known day last."""
    return tuple(
        sorted(
            happenings,
            key=lambda one: (one.time is None, str(one.time.start) if one.time else "", one.title, one.id),
        )
    )


def _hardness(conflict: Conflict) -> tuple[object, ...]:
    sides = sorted((group.sources for group in conflict.groups), reverse=True)
    kinds = list(DisputeType)
    return (
        _SEVERITIES.index(conflict.severity),
        -HARDNESS.index(conflict.relation),
        conflict.rule == "model",
        -sum(sides),
        kinds.index(conflict.type),
        conflict.id,
    )
