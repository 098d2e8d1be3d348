"""Edits of the list itself: order, ids, records too many, records too few, two as one, one as two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from evals.perturb.cast import stems
from evals.perturb.draft import Draft, quoted
from evals.perturb.evidence import another_set, free_sentences
from evals.perturb.scene import Apply, Change, Edited, Scene
from summariser.document import Span

_FICTION: Mapping[str, Mapping[str, Any]] = {
    "plan_terms": {
        "category": "other",
        "topic": "lighthouse pensions",
        "statement": "Iceland pays the pensions of lighthouse keepers.",
        "obligor": ["Iceland"],
    },
    "actors": {"name": "Gudrun Halvorsen", "surface_forms": ["Gudrun Halvorsen"], "office_as_stated": None},
    "reactions": {
        "speaker": "Gudrun Halvorsen",
        "on_behalf_of": None,
        "summary": "Gudrun Halvorsen praises the harbour works.",
        "attribution": None,
    },
    "disputed_points": {
        "question": "Who owns the harbour works of Akureyri?",
        "type": "office_holder",
        "positions": [
            {"holder": "Gudrun Halvorsen", "claim": "The harbour works belong to the town."},
            {"holder": "Einar Skaug", "claim": "The harbour works belong to the bank."},
        ],
    },
    "events": {
        "kind": "poll",
        "participants": ["Gudrun Halvorsen"],
        "places": ["Akureyri"],
        "when": ["on March 3, 1987"],
        "statement": "Gudrun Halvorsen polled the harbour of Akureyri.",
    },
}


def reordered(scene: Scene, _n: int, rng: Random) -> Edited:
    """Put the whole list in another order."""
    drafts = list(scene.drafts)
    rng.shuffle(drafts)
    moved = sum(one is not other for one, other in zip(drafts, scene.drafts, strict=True))
    return Edited(scene.having(drafts), moved)


def renumbered(scene: Scene, _n: int, rng: Random) -> Edited:
    """Give every record another id."""
    drafts = [replace(draft, id=f"{rng.getrandbits(64):016x}") for draft in scene.drafts]
    return Edited(scene.having(drafts), len(drafts))


def without_optional(scene: Scene, n: int, rng: Random) -> Edited:
    """Leave out n records that gold does not require."""
    optional = [draft for draft in scene.drafts if not draft.gold.required]
    gone = {id(draft) for draft in rng.sample(optional, min(n, len(optional)))}
    return Edited(scene.having([draft for draft in scene.drafts if id(draft) not in gone]), len(gone))


def with_optional(scene: Scene, n: int, rng: Random) -> Edited:
    """Leave out every record that gold does not require, but for n."""
    optional = [draft for draft in scene.drafts if not draft.gold.required]
    kept = {id(draft) for draft in rng.sample(optional, min(n, len(optional)))}
    drafts = [draft for draft in scene.drafts if draft.gold.required or id(draft) in kept]
    return Edited(scene.having(drafts), len(kept))


def dropped(scene: Scene, n: int, rng: Random) -> Edited:
    """Leave out n records that gold requires."""
    gone = {id(draft) for draft in _some(scene, n, rng)}
    return Edited(scene.having([draft for draft in scene.drafts if id(draft) not in gone]), len(gone))


def duplicated(scene: Scene, n: int, rng: Random) -> Edited:
    """Say n records twice."""
    twice = _some(scene, n, rng)
    return Edited(scene.having([*scene.drafts, *(_copy(draft) for draft in twice)]), len(twice))


def said_again(change: Change) -> Apply:
    """Return the edit that says n records twice, the second time in other words and with other evidence."""

    def apply(scene: Scene, n: int, rng: Random) -> Edited:
        again = [
            another_set(said, scene, rng) or said
            for draft in _some(scene, len(scene.drafts), rng)
            if (said := change(_copy(draft), scene, rng))
        ][:n]
        return Edited(scene.having([*scene.drafts, *again]), len(again))

    return apply


def invented(scene: Scene, n: int, rng: Random) -> Edited:
    """Add n records about what the article never mentions."""
    free = free_sentences(scene, _taken(scene))
    models = _some(scene, min(n, len(free)), rng)
    made = [
        replace(
            _copy(model),
            record={**model.record, **_FICTION[scene.kind.name]},
            passages=(quoted(span, scene.page),),
        )
        for model, span in zip(models, rng.sample(free, len(models)), strict=True)
    ]
    return Edited(scene.having([*scene.drafts, *made]), len(made))


def as_one(scene: Scene, n: int, rng: Random) -> Edited:
    """Give n records the evidence of another one, and leave that one out."""
    drafts = [*_some(scene, len(scene.drafts), rng)]
    merged: dict[int, Draft | None] = {}
    while len(drafts) > 1 and len(merged) < 2 * n:
        one, other = drafts.pop(), drafts.pop()
        both = tuple(each._replace(part=None) for each in (*one.passages, *other.passages))
        merged |= {id(one): replace(one, passages=both), id(other): None}
    kept = [merged.get(id(draft), draft) for draft in scene.drafts]
    return Edited(scene.having([draft for draft in kept if draft]), len(merged) // 2)


def actors_merged(scene: Scene, n: int, rng: Random) -> Edited:
    """Give n actors the wordings of another one too, and leave that one out; a pair counts as two."""
    drafts = _some(scene, len(scene.drafts), rng)
    merged: dict[int, Draft | None] = {}
    while drafts and len(merged) < n:
        one = drafts.pop()
        other = next((each for each in drafts if _apart(one, each)), None)
        if other is None:
            continue
        drafts.remove(other)
        forms = [*one.record["surface_forms"], *other.record["surface_forms"]]
        both = replace(one.put("surface_forms", forms), passages=(*one.passages, *other.passages))
        merged |= {id(one): both, id(other): None}
    kept = [merged.get(id(draft), draft) for draft in scene.drafts]
    return Edited(scene.having([draft for draft in kept if draft]), len(merged))


def actors_split(scene: Scene, n: int, rng: Random) -> Edited:
    """Report n actors that have several wordings as two actors."""
    several = [each for each in _some(scene, len(scene.drafts), rng) if len(each.record["surface_forms"]) > 1]
    halves: dict[int, tuple[Draft, Draft]] = {}
    for draft in several[:n]:
        first, *rest = draft.record["surface_forms"]
        halves[id(draft)] = (
            draft.put("name", first).put("surface_forms", [first]),
            _copy(draft).put("name", rest[0]).put("surface_forms", rest),
        )
    drafts = [half for draft in scene.drafts for half in halves.get(id(draft), (draft,))]
    return Edited(scene.having(drafts), len(halves))


def position_dropped(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Leave out one position of a dispute."""
    positions = draft.get("positions")
    gone = rng.randrange(len(positions))
    return _rearranged(draft, [index for index in range(len(positions)) if index != gone])


def positions_turned(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Give the positions of a dispute in another order."""
    return _rearranged(draft, [*range(len(draft.get("positions")))][::-1])


def position_added(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Add a position to a dispute that nobody holds."""
    made = {"holder": "Gudrun Halvorsen", "claim": "Both sides are wrong about the harbour works."}
    free = free_sentences(scene, _taken(scene))
    positions = draft.get("positions")
    if not free:
        return None
    passage = quoted(rng.choice(free), scene.page, part=len(positions))
    return replace(draft.put("positions", [*positions, made]), passages=(*draft.passages, passage))


def holders_traded(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Give the first position of a dispute to the holder of the second, and the reverse."""
    one, other = draft.get("positions.0.holder"), draft.get("positions.1.holder")
    if draft.accepts("positions.0.holder", other) or draft.accepts("positions.1.holder", one):
        return None
    return draft.put("positions.0.holder", other).put("positions.1.holder", one)


def positions_misquoted(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Give each of the first two positions of a dispute the quotes of the other."""
    trade = {0: 1, 1: 0}
    if {each.part for each in draft.passages} < {0, 1}:
        return None
    parts = [each.part if each.part is None else trade.get(each.part, each.part) for each in draft.passages]
    if None in parts:
        return None
    return replace(
        draft,
        passages=tuple(each._replace(part=part) for each, part in zip(draft.passages, parts, strict=True)),
    )


def _some(scene: Scene, n: int, rng: Random) -> list[Draft]:
    """Return n answers that must be there, chosen at random; a larger n has those of a smaller one too."""
    required = [draft for draft in scene.drafts if scene.must_have(draft)]
    return rng.sample(required, len(required))[:n]


def _copy(draft: Draft) -> Draft:
    return replace(draft, id=f"{draft.id}-again")


def _apart(one: Draft, other: Draft) -> bool:
    """Return whether two actors share no word of any wording."""
    mine, theirs = (
        {stem for form in (each.record["name"], *each.record["surface_forms"]) for stem in stems(form)}
        for each in (one, other)
    )
    return mine.isdisjoint(theirs)


def _rearranged(draft: Draft, order: list[int]) -> Draft:
    place = {old: new for new, old in enumerate(order)}
    passages = tuple(
        each._replace(part=None if each.part is None else place[each.part])
        for each in draft.passages
        if each.part is None or each.part in place
    )
    return replace(
        draft.put("positions", [draft.get("positions")[index] for index in order]), passages=passages
    )


def _taken(scene: Scene) -> list[Span]:
    """Return every span that a gold item of this record type may quote."""
    return [span for draft in scene.drafts for span in draft.gold.spans]
