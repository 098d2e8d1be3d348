"""The harmful edits of what decides: each must cost at least 0.4 k/n of the type's soft F1."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from evals.perturb import amounts, evidence, lists, naming, slots, times, wording
from evals.perturb.cast import stems
from evals.perturb.draft import Draft
from evals.perturb.harmless import KINDS
from evals.perturb.scene import Apply, Change, Edit, Harm, Scene, each
from summariser.records import RecordType
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS, REACTIONS
from summariser.records.vocabulary import EventKind, PlanRef, ReactionTarget, TermForce, TermStatus

_OPPOSITE_FORCE = {
    "obligation": "prohibition",
    "prohibition": "obligation",
    "permission": "prohibition",
    "entitlement": "prohibition",
    "recognition": "prohibition",
}
_OPPOSITE_STATUS = {
    "proposed": "removed",
    "demanded": "removed",
    "counter_proposed": "removed",
    "revised": "removed",
    "removed": "proposed",
    "accepted": "rejected",
    "rejected": "accepted",
    "agreed": "rejected",
}
_AMOUNTS = {
    "wrong_number": amounts.another_number,
    "wrong_magnitude": amounts.another_magnitude,
    "wrong_scale": amounts.another_scale,
    "wrong_unit": amounts.another_unit,
    "bound_flipped": amounts.bound_flipped,
    "floor_dropped": amounts.floor_dropped,
    "range_widened": amounts.range_widened,
    "range_cut_to_one_end": amounts.one_end,
    "unit_dropped": amounts.without_unit,
    "share_of_another_whole": amounts.of_another_whole,
    "second_amount_lost": amounts.one_of_two,
    "second_amount_added": amounts.and_another,
}
_TIMES = {
    "wrong_day": times.another_day,
    "wrong_month": times.another_month,
    "wrong_year": times.another_year,
    "wrong_weekday": times.another_weekday,
    "direction_of_time_flipped": times.turned,
    "day_invented": times.too_precise,
}
_QUALIFIERS = ("former", "deputy", "acting")


def office_qualified(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Make a minister a former or deputy one."""
    office = draft.get("office_as_stated")
    said = f"{rng.choice(_QUALIFIERS)} {office}"
    return draft.put("office_as_stated", said) if office else None


def office_of_another(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Give an actor the office of another one, which shares no word with any right one."""
    if not draft.get("office_as_stated"):
        return None
    right = {word for office in draft.accepted("office_as_stated") for word in stems(office or "")}
    others = [
        member.office
        for member in scene.cast.members
        if member.office and right.isdisjoint(stems(member.office))
    ]
    return draft.put("office_as_stated", rng.choice(others)) if others else None


def wrong_country(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Give an actor a country that has nothing to do with the article."""
    return draft.put("country", rng.choice(("Portugal", "Chile", "Kenya"))) if draft.get("country") else None


def renamed_throughout(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Give a person another first name, in the name and in every wording that has it."""
    changed = naming.namesake("name")(draft, scene, rng)
    if changed is None:
        return None
    first = draft.get("name").split()[0]
    forms = [form.replace(first, changed.get("name").split()[0]) for form in draft.get("surface_forms")]
    return changed.put("surface_forms", forms)


def one_holder(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Let one holder hold every position of a dispute."""
    traded = lists.holders_traded(draft, scene, rng)
    return draft.put("positions.1.holder", draft.get("positions.0.holder")) if traded else None


_OF_EVERY_TYPE: Mapping[str, Apply] = {
    "dropped": lists.dropped,
    "duplicated": lists.duplicated,
    "invented": lists.invented,
    "quote_fabricated": each(evidence.fabricated),
    "offsets_shifted": each(evidence.shifted),
    "evidence_of_another": each(evidence.of_another),
    "evidence_in_furniture": each(evidence.in_furniture),
}
_WITH_AND_WITHOUT_PARTS: Mapping[str, Apply] = {
    "quote_altered": each(evidence.altered),
    "fabrication_added": each(evidence.with_fabrication),
    "offsets_off_by_one": each(evidence.off_by_one),
    "evidence_missing": each(evidence.missing),
    "evidence_unrelated": each(evidence.unrelated),
    "evidence_whole_article": each(evidence.whole_article),
    "evidence_too_long": each(evidence.too_long),
    "evidence_one_small_word": each(evidence.one_small_word),
}
"""Edits that do the same to every record, but that a record with parts quotes for each of them."""


def _said_again(path: str) -> Apply:
    return lists.said_again(slots.reworded((path,), lambda text, _rng: wording.turned(text)))


_CHANGES: tuple[tuple[RecordType, str, Change], ...] = (
    (PLAN_TERMS, "wrong_plan", slots.relabelled("plan", PlanRef)),
    (PLAN_TERMS, "wrong_force", slots.relabelled("force", TermForce)),
    (PLAN_TERMS, "polarity_flipped", slots.flipped("force", _OPPOSITE_FORCE)),
    (PLAN_TERMS, "wrong_status", slots.relabelled("status", TermStatus)),
    (PLAN_TERMS, "status_reversed", slots.flipped("status", _OPPOSITE_STATUS)),
    (PLAN_TERMS, "wrong_obligor", naming.another("obligor")),
    (PLAN_TERMS, "obligor_is_opponent", naming.opponent("obligor", ("Ukraine", "Russia"))),
    (PLAN_TERMS, "obligor_lost", slots.lost("obligor")),
    (PLAN_TERMS, "obligor_added", naming.one_more("obligor")),
    (PLAN_TERMS, "obligor_invented", slots.invented("obligor", [["Iceland"], ["Kenya"]])),
    (
        PLAN_TERMS,
        "amount_invented",
        slots.invented("value", ["42,000 troops", "$7 billion", "at most 12 percent"]),
    ),
    (PLAN_TERMS, "wrong_topic", slots.subject_of_another("topic", ("statement",))),
    (ACTORS, "wrong_office", office_of_another),
    (ACTORS, "office_qualified", office_qualified),
    (ACTORS, "office_lost", slots.lost("office_as_stated")),
    (ACTORS, "office_invented", slots.invented("office_as_stated", ["harbour master", "astronomer royal"])),
    (ACTORS, "wrong_country", wrong_country),
    (ACTORS, "country_lost", slots.lost("country")),
    (ACTORS, "country_invented", slots.invented("country", ["Portugal", "Chile"])),
    (ACTORS, "wrong_first_name", naming.namesake("name")),
    (ACTORS, "wrong_first_name_throughout", renamed_throughout),
    (REACTIONS, "wrong_speaker", naming.another("speaker")),
    (REACTIONS, "wrong_first_name", naming.namesake("speaker")),
    (REACTIONS, "stance_flipped", slots.stance_flipped),
    (REACTIONS, "wrong_target", slots.relabelled("target", ReactionTarget)),
    (REACTIONS, "amount_invented", slots.invented("value", ["42,000 troops", "$7 billion"])),
    (DISPUTED_POINTS, "wrong_holder", naming.another("positions.*.holder")),
    (DISPUTED_POINTS, "wrong_first_name", naming.namesake("positions.*.holder")),
    (DISPUTED_POINTS, "holders_swapped", lists.holders_traded),
    (DISPUTED_POINTS, "one_holder_for_all", one_holder),
    (DISPUTED_POINTS, "positions_misquoted", lists.positions_misquoted),
    (EVENTS, "wrong_kind", slots.relabelled("kind", EventKind)),
    (EVENTS, "wrong_place", slots.replaced("places", slots.STRANGE_PLACES)),
    (EVENTS, "place_lost", slots.lost("places")),
    (EVENTS, "place_invented", slots.invented("places", [[place] for place in slots.STRANGE_PLACES])),
    (EVENTS, "time_lost", slots.lost("when")),
    (EVENTS, "time_invented", slots.invented("when", [["on March 3, 1987"], ["last spring"]])),
)


def _edit(kind: RecordType, family: str, apply: Apply, *, filled: bool = False) -> Edit:
    return Edit(family, kind, Harm.CRITICAL, apply, filled)


CRITICAL: tuple[Edit, ...] = (
    *(_edit(kind, family, apply) for kind in KINDS for family, apply in _OF_EVERY_TYPE.items()),
    *(
        _edit(kind, family, apply)
        for kind in (PLAN_TERMS, DISPUTED_POINTS)
        for family, apply in _WITH_AND_WITHOUT_PARTS.items()
    ),
    *(_edit(kind, family, each(change)) for kind, family, change in _CHANGES),
    *(
        _edit(kind, family, each(slots.amount("value", change)), filled=True)
        for kind in (PLAN_TERMS, REACTIONS)
        for family, change in _AMOUNTS.items()
    ),
    *(_edit(kind, "amount_lost", each(slots.lost("value")), filled=True) for kind in (PLAN_TERMS, REACTIONS)),
    *(
        _edit(EVENTS, family, each(slots.time("when", change)), filled=True)
        for family, change in _TIMES.items()
    ),
    _edit(EVENTS, "direction_of_place_flipped", each(slots.place_turned), filled=True),
    _edit(PLAN_TERMS, "obligors_swapped", slots.swapped("obligor", naming.surely_other("obligor"))),
    _edit(REACTIONS, "speakers_swapped", slots.swapped("speaker", naming.surely_other("speaker"))),
    _edit(ACTORS, "merged", lists.actors_merged),
    _edit(ACTORS, "split", lists.actors_split),
    *(_edit(kind, "two_as_one", lists.as_one) for kind in (PLAN_TERMS, REACTIONS, EVENTS)),
    _edit(PLAN_TERMS, "said_again", _said_again("statement")),
    _edit(REACTIONS, "said_again", _said_again("summary")),
    _edit(DISPUTED_POINTS, "said_again", _said_again("question")),
    _edit(EVENTS, "said_again", _said_again("statement")),
)
"""Every harmful edit of what decides."""
