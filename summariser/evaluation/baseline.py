"""The committed baseline: one line per gold or spurious item with its label and credit, and how it came about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from summariser.errors import GoldError
from summariser.evaluation.result import Outcome, Prediction, Result


class Baseline(NamedTuple):
    """What a gate compares with.

    Attributes:
        result: The accepted evaluation, with its predictions, so that it can be scored again.
        reason: Why it was accepted.
    """

    result: Result
    reason: str


def baseline_path(gold: Path) -> Path:
    """Return where the baseline of a gold folder lies: in `baselines` beside it, under the folder's name."""
    gold = gold.resolve()
    return gold.parent / "baselines" / f"{gold.name}.jsonl"


_NOT_IN_HEADER = {"outcomes", "predictions", "figures", "answers", "dossiers", "dossier_scorer"}


def write_baseline(path: Path, result: Result, reason: str) -> None:
    """Write `result` as the baseline: a header line, then a line per item, sorted, then its predictions."""
    header = result.model_dump(mode="json", exclude=_NOT_IN_HEADER)
    lines: list[dict[str, Any]] = [{"header": header, "reason": reason}]
    lines += [{"item": _slim(outcome)} for outcome in sorted(result.outcomes, key=_order)]
    lines += [
        {"prediction": prediction.model_dump(mode="json", exclude_defaults=True)}
        for prediction in sorted(result.predictions, key=lambda p: (p.document, p.record_type, p.id))
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    path.write_text(text, "utf-8", newline="\n")


def read_baseline(path: Path) -> Baseline | None:
    """Return the baseline in a file; None when there is none yet.

    Raises:
        GoldError: The file is no baseline.
    """
    if not path.exists():
        return None
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        header, rest = lines[0], lines[1:]
        result = Result(
            **header["header"],
            outcomes=tuple(Outcome(**line["item"]) for line in rest if "item" in line),
            predictions=tuple(Prediction(**line["prediction"]) for line in rest if "prediction" in line),
        )
        return Baseline(result, header["reason"])
    except (ValueError, KeyError, IndexError, TypeError, ValidationError) as error:
        raise GoldError(f"{str(path)!r} is no baseline: restore it, or accept a new one") from error


def _slim(outcome: Outcome) -> dict[str, Any]:
    return outcome.model_dump(mode="json", exclude={"gold_record", "quote"}, exclude_defaults=True)


def _order(outcome: Outcome) -> tuple[str, ...]:
    return outcome.key
