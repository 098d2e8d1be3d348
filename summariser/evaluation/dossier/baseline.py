"""The accepted dossiers: what each corpus found, said too much and put together, and why that was accepted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from summariser.document import Frozen
from summariser.errors import GoldError
from summariser.evaluation.dossier.score import DossierScore, Extra, State

HARD = "hard"


class AcceptedExtra(Frozen):
    """A hard conflict that gold does not bear out, and that was accepted as it is."""

    claims: tuple[str, ...]


class Accepted(Frozen):
    """One corpus as it was accepted.

    Attributes:
        reason: Why.
        scorer: Digest of the code that scored it.
        gold: Digest of what its gold said.
        documents: Digest of each article, by id.
        figures: Values by name; readers see them, the gate compares `relation` and `actors_f1`.
        states: What became of each gold relation, by its id.
        extras: The hard conflicts that gold does not bear out.
        traps: The claims of each trap that fired.
        together: The records of each actor that has several, as `article: name`.
    """

    reason: str
    scorer: str
    gold: str
    documents: dict[str, str]
    figures: dict[str, float | None]
    states: dict[str, State]
    extras: tuple[AcceptedExtra, ...] = ()
    traps: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


_FILE = TypeAdapter(dict[str, Accepted])


def dossier_baseline_path(gold: Path) -> Path:
    """Return where the accepted dossiers of a gold folder lie: in `baselines` beside it."""
    return gold.resolve().parent / "baselines" / "dossier.json"


def read_accepted(path: Path) -> dict[str, Accepted]:
    """Return the accepted dossiers in a file, by corpus; none when there is no file yet.

    Raises:
        GoldError: The file is no baseline.
    """
    if not path.exists():
        return {}
    try:
        return _FILE.validate_json(path.read_bytes())
    except ValidationError as error:
        raise GoldError(f"{str(path)!r} is no baseline: restore it, or accept a new one") from error


def write_accepted(path: Path, scores: Iterable[DossierScore], *, scorer: str, reason: str) -> None:
    """Write dossiers as accepted; those of other corpora in the file stay as they are."""
    made = {score.corpus: accepted_of(score, scorer=scorer, reason=reason) for score in scores}
    entries: Mapping[str, Accepted] = read_accepted(path) | made
    data = {
        name: entry.model_dump(mode="json", exclude_defaults=True) for name, entry in sorted(entries.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def accepted_of(score: DossierScore, *, scorer: str, reason: str) -> Accepted:
    """Return what is kept of a score once it is accepted."""
    return Accepted(
        reason=reason,
        scorer=scorer,
        gold=score.gold,
        documents=score.documents,
        figures={name: figure.value for name, figure in score.figures.items()},
        states={outcome.id: outcome.state for outcome in score.outcomes},
        extras=tuple(AcceptedExtra(claims=extra.claims) for extra in hard_extras(score)),
        traps=tuple(hit.claims for hit in score.traps),
        together=score.together,
    )


def hard_extras(score: DossierScore) -> tuple[Extra, ...]:
    """Return the hard conflicts that gold does not bear out."""
    return tuple(extra for extra in score.extras if extra.severity == HARD)
