"""What is rated: perfect answers to the plan terms of three articles, and the edits that are made in them."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from evals.perturb import ALL, EDITS, Bench, Edit, Edited, Harm, Scene
from evals.perturb.draft import Draft
from evals.perturb.scene import Change, each
from summariser.evaluation.articles import labelled_gold
from summariser.evaluation.gold import Case
from summariser.records.recordtype import PLAN_TERMS
from summariser.resources import gold_folder

ARTICLES = ("000", "001", "003")
ITEMS = 5
DRAWS = (0, 1, 2)
"""Seeds by which the edited records are chosen."""

_WHOLE_LIST = frozenset({"reordered", "renumbered"})
_NEGATABLE = re.compile(r"\b(must|would|should|could|will|may|is|are)\b")


def cases() -> tuple[Case, ...]:
    """Return the three articles with the plan terms that gold requires; other scorers know no optional ones."""
    found = labelled_gold(gold_folder()).cases
    return tuple(_required(case) for case in found if case.gold.document.startswith(ARTICLES))


def _required(case: Case) -> Case:
    terms = tuple(item for item in case.items[PLAN_TERMS.name] if item.required)
    return replace(case, items={**case.items, PLAN_TERMS.name: terms})


def edits() -> tuple[Edit, ...]:
    """Return the suite's edits of plan terms, and three that let an error reach the statement.

    The suite changes the one slot that an error is about. A model that is wrong
    is mostly wrong in its sentence as well, where scorers that compare
    sentences get a second look; and it can be wrong in its sentence alone.
    """
    suite = {edit.family: edit for edit in EDITS if edit.kind is PLAN_TERMS}
    return (
        *suite.values(),
        throughout(suite["polarity_flipped"], negated),
        throughout(suite["obligor_is_opponent"], renamed),
        Edit("statement_negated", PLAN_TERMS, Harm.CRITICAL, each(negated)),
    )


def throughout(edit: Edit, change: Change) -> Edit:
    """Return the edit that makes `change` too, where it can, in every record that `edit` touches."""

    def apply(scene: Scene, n: int, rng: Random) -> Edited:
        done = edit.apply(scene, n, rng)
        untouched = {id(draft) for draft in scene.drafts}
        drafts = [
            draft if id(draft) in untouched else change(draft, scene, rng) or draft
            for draft in done.scene.drafts
        ]
        return done._replace(scene=done.scene.having(drafts))

    return edit._replace(family=f"{edit.family}_throughout", apply=apply)


def negated(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Say the contrary in the statement."""
    said = _NEGATABLE.sub(r"\1 not", draft.get("statement"), count=1)
    return draft.put("statement", said) if said != draft.get("statement") else None


def renamed(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Name in the statement whom the record now obliges, in place of whom it should."""
    said: str = draft.get("statement")
    for right, wrong in zip(draft.gold.record["obligor"], draft.get("obligor"), strict=True):
        said = said.replace(right, wrong)
    return draft.put("statement", said) if said != draft.get("statement") else None


def done_to(bench: Bench, edit: Edit) -> tuple[tuple[Edited, ...], ...]:
    """Return the articles' answers after the edit, for each draw; () when it finds too few records to edit."""
    n = ALL if edit.family in _WHOLE_LIST else ITEMS
    draws = tuple(bench.edited(edit, n, seed=draw) for draw in DRAWS)
    enough = all(sum(done.touched for done in draw) >= ITEMS for draw in draws)
    return draws if enough else ()
