"""What a reader sees of a scored dossier: figures in tables, then every relation, finding and trap that says no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from summariser.evaluation.dossier.agreement import DossierAgreement
from summariser.evaluation.dossier.figures import Figure
from summariser.evaluation.dossier.score import DossierScore, Extra, Outcome
from summariser.evaluation.dossier.traps import TrapHit
from summariser.evaluation.table import Table, as_markdown, as_text
from summariser.sanitise import markdown_cell, terminal

_SHORT = 160

KIND_ROWS: Mapping[str, str] = {
    "hard": "hard conflicts",
    "soft": "soft and framing",
    "agreements": "agreements",
    "actors": "actors (B-cubed)",
    "linked": "actors put together",
}
"""The rows with precision and recall, by the first part of their figures' names."""

OTHER_ROWS: Mapping[str, str] = {
    "found": "required relations found",
    "relation": "relation right",
    "type": "type right",
    "severity": "severity right",
    "pairs": "pairs of claims found",
    "by_rule": "conflicts found by rules",
    "off_topic": "off topic told",
    "sources": "copies told",
    "traps": "traps fired",
}

AGREEMENT_ROWS: Mapping[str, str] = {
    "hard_f1": "hard conflicts F1",
    "soft_f1": "soft and framing F1",
    "agreements_f1": "agreements F1",
    "all_f1": "all relations F1",
    "relation": "same relation",
    "type": "same type",
    "actors_f1": "actors F1 (B-cubed)",
    "linked_f1": "actors put together F1",
}


SUMMARY_ROWS: Mapping[str, str] = {
    "hard_precision": "hard conflicts, precision",
    "hard_recall": "hard conflicts, recall",
    "found": "required relations found",
    "relation": "relation right",
    "by_rule": "conflicts found by rules",
    "actors_f1": "actors, F1 (B-cubed)",
    "recorded_f1": "actors with a record, F1",
    "traps": "traps fired",
}
"""The rows of the short table, which stands beside the score of the articles."""


def summary_table(score: DossierScore) -> Table:
    """Return the figures that say how well the articles are set side by side, in one short table."""
    return _others(score.figures, SUMMARY_ROWS)


def text_lines(score: DossierScore) -> list[str]:
    """Return a score as lines for a terminal."""
    sections = [
        [title(score)],
        as_text(kinds_table(score)),
        as_text(other_table(score)),
        *_items(score),
    ]
    return [terminal(line) for line in _spaced(sections)]


def markdown_lines(score: DossierScore) -> list[str]:
    """Return a score as lines of Markdown: the same figures, the items as lists."""
    sections = [[title(score)], as_markdown(kinds_table(score)), as_markdown(other_table(score))]
    return list(_spaced([*sections, *(_as_list(section) for section in _items(score))]))


def agreement_lines(agreement: DossierAgreement, *, markdown: bool = False) -> list[str]:
    """Return the agreement of two labellers as lines for a terminal, or of Markdown."""
    render: Callable[[Table], list[str]] = as_markdown if markdown else as_text
    told = [*map(_outcome_line, _at_fault(agreement.outcomes))]
    told += [f"only in the second pass: {name}" for name in agreement.only_second]
    sections = [
        render(agreement_table(agreement)),
        [kappas(agreement)],
        [*(["To adjudicate:"] if told else []), *(f"- {line}" for line in told)],
    ]
    if markdown:
        return list(_spaced([sections[0], *(_as_list(section) for section in sections[1:] if section)]))
    return [terminal(line) for line in _spaced([section for section in sections if section])]


def agreement_table(agreement: DossierAgreement) -> Table:
    """Return the figures of the agreement of two labellers."""
    return _others(agreement.figures, AGREEMENT_ROWS)


def kappas(agreement: DossierAgreement) -> str:
    """Return how far two labellers' first labels agree beyond chance, in one sentence."""
    relation, kind = _kappa(agreement.relation_kappa), _kappa(agreement.type_kappa)
    return f"Kappa of relation {relation}, of type {kind}, over {agreement.matched} relations that both have."


def kinds_table(score: DossierScore) -> Table:
    """Return precision, recall and F1 of each kind of finding, with intervals and what they rest on."""
    head = ("", "precision", "of", "recall", "of", "F1", "95 % interval")
    rows = []
    for name, label in KIND_ROWS.items():
        precision, recall, both = (score.figures[f"{name}_{part}"] for part in ("precision", "recall", "f1"))
        rows.append(
            (
                label,
                _value(precision),
                str(precision.n),
                _value(recall),
                str(recall.n),
                _value(both),
                _ends(both),
            )
        )
    return Table(head, tuple(rows))


def other_table(score: DossierScore) -> Table:
    """Return the figures that are one share each."""
    return _others(score.figures, OTHER_ROWS)


def _others(figures: Mapping[str, Figure], rows: Mapping[str, str]) -> Table:
    cells = [
        (label, _value(figures[name]), str(figures[name].n), _ends(figures[name]))
        for name, label in rows.items()
    ]
    return Table(("", "share", "of", "95 % interval"), tuple(cells))


def outcome_lines(score: DossierScore) -> list[str]:
    """Return a line for every gold relation that the dossier does not find as it is; required ones first."""
    return [_outcome_line(outcome) for outcome in _at_fault(score.outcomes)]


def _at_fault(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes that are worth a look: an optional relation that is missed is not."""
    wrong = [o for o in outcomes if o.state != "found" and (o.required or o.state != "missed")]
    return sorted(wrong, key=lambda outcome: not outcome.required)


def _outcome_line(outcome: Outcome) -> str:
    optional = "" if outcome.required else " (optional)"
    wanted = f"{outcome.relation.value}, {outcome.type.value}, {outcome.severity}"
    line = f"{outcome.state}: {outcome.id}{optional} {_cut(outcome.question)} [{wanted}]"
    if outcome.found_relation is None or outcome.found_type is None:
        return line
    found = f"{outcome.found_relation.value}, {outcome.found_type.value}, {outcome.found_severity}"
    return f"{line} → {outcome.finding} [{found}; {outcome.met} of {outcome.pairs} pairs]"


def extra_lines(score: DossierScore) -> list[str]:
    """Return a line for every conflict and agreement that gold does not bear out."""
    return [_extra_line(extra) for extra in score.extras]


def _extra_line(extra: Extra) -> str:
    said = f"{extra.relation.value}, {extra.type.value}, {extra.severity}"
    instead = f"; gold says otherwise in {', '.join(extra.instead)}" if extra.instead else ""
    claims = " | ".join(_cut(claim) for claim in extra.claims)
    return f"{extra.kind} {extra.id} {_cut(extra.question)} [{said}{instead}]: {claims}"


def _trap_line(hit: TrapHit) -> str:
    finding = f" by {hit.finding}" if hit.finding else ""
    return f"{hit.kind}{finding}: {' | '.join(_cut(claim) for claim in hit.claims)} ({hit.note})"


def _items(score: DossierScore) -> Iterator[list[str]]:
    """Yield the lists of what is at fault, each under its heading; those that are empty are left out."""
    lists = {
        "Relations not found as they are:": outcome_lines(score),
        "Reported, and not borne out:": extra_lines(score),
        "Traps that fired:": [_trap_line(hit) for hit in score.traps],
    }
    for heading, lines in lists.items():
        if lines:
            yield [heading, *(f"- {line}" for line in lines)]


def title(score: DossierScore) -> str:
    """Return what was scored, in one sentence."""
    required = sum(outcome.required for outcome in score.outcomes)
    repeated = f"; findings that repeat another: {score.repeats}" if score.repeats else ""
    repeated += f"; questions without an answer: {score.unanswered}" if score.unanswered else ""
    return (
        f"Corpus {score.corpus}: {len(score.documents)} articles, "
        f"{len(score.outcomes)} relations, {required} of them required{repeated}."
    )


def _as_list(section: Sequence[str]) -> list[str]:
    """Return lines as Markdown: a paragraph, then a list."""
    heading, *lines = section
    return [
        markdown_cell(heading),
        *([""] if lines else []),
        *(f"- {markdown_cell(line[2:])}" for line in lines),
    ]


def _spaced(sections: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, section in enumerate(sections):
        if number:
            yield ""
        yield from section


def _value(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.3f}"


def _ends(figure: Figure) -> str:
    return "–" if figure.low is None or figure.high is None else f"{figure.low:.2f} to {figure.high:.2f}"


def _kappa(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
