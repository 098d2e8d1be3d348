"""The harmful edits of details: each must cost something."""

from __future__ import annotations

import re
from random import Random

from evals.perturb import amounts, lists, naming, slots, times
from evals.perturb.draft import Draft
from evals.perturb.scene import Change, Edit, Harm, Scene, each
from summariser.fold import fold
from summariser.normalise import name_key
from summariser.records import RecordType
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS, REACTIONS
from summariser.records.vocabulary import Act, ActorRole, ActorType, AttributionForm, DisputeType, Hedge

_CATEGORIES = (
    "territory_status",
    "force_limits",
    "alliance_alignment",
    "ceasefire",
    "assets_reparations",
    "humanitarian",
    "rights_identity",
    "trade_tariff",
)
_STRANGE_CONDITIONS = ("once the herring season is over", "if the lighthouse is repainted")
_STRANGE_SPEAKERS = ("Gudrun Halvorsen", "the Nordic Courier")
_DEADLINES = {
    "wrong_day_of_deadline": times.another_day,
    "wrong_month_of_deadline": times.another_month,
    "wrong_year_of_deadline": times.another_year,
    "wrong_length_of_deadline": times.another_count,
    "wrong_unit_of_deadline": times.another_unit,
    "direction_of_deadline_flipped": times.turned,
}
_CONDITIONAL = re.compile(r"^(?:if|once|when|provided that)\b", re.IGNORECASE)


def condition_negated(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Make "if" an "unless"."""
    condition = draft.get("condition")
    if not condition:
        return None
    said = _CONDITIONAL.sub("unless", condition)
    return draft.put("condition", said if said != condition else f"unless {condition}")


def condition_replaced(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Make the condition one that has nothing to do with the article."""
    if not draft.get("condition") or not all(draft.accepted("condition")):
        return None
    return draft.put("condition", rng.choice(_STRANGE_CONDITIONS))


def speaker_changed(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Attribute the record to someone else."""
    if not draft.get("attribution.speaker"):
        return None
    stranger = scene.cast.stranger(naming.right_names(draft, "attribution.speaker", scene), rng)
    return draft.put("attribution.speaker", stranger or rng.choice(_STRANGE_SPEAKERS))


def speaker_lost(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Attribute the record to nobody in particular."""
    right = draft.accepted("attribution.speaker")
    return draft.put("attribution.speaker", None) if right and all(right) else None


def on_behalf_of_another(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Let the speaker speak for somebody else."""
    if not draft.get("on_behalf_of"):
        return None
    return draft.put("on_behalf_of", rng.choice(("Chile", "the Lighthouse Union")))


def forms_lost(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Leave out every wording of an actor but the first, where the others say more than a title."""
    forms = draft.get("surface_forms") or []
    kept = forms[:1]
    short = all(
        any(name_key(form) != name_key(kept[0]) for form in right)
        for right in draft.accepted("surface_forms")
        if kept
    )
    return draft.put("surface_forms", kept) if len(forms) > 1 and short else None


def titled_forms_lost(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Leave out the wordings of an actor that say no more than another one with a title or office before it."""
    forms = draft.get("surface_forms") or []
    plain = [
        form
        for form in forms
        if not any(
            len(form) > len(other)
            and fold(form).endswith(f" {fold(other)}")
            and name_key(form) == name_key(other)
            for other in forms
        )
    ]
    needed = all(set(right) - set(plain) for right in draft.accepted("surface_forms"))
    return draft.put("surface_forms", plain) if len(plain) < len(forms) and plain and needed else None


def form_invented(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Give an actor a wording that the article never uses for anybody."""
    return draft.put("surface_forms", [*draft.get("surface_forms"), "the harbour master of Akureyri"])


def place_added(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Add a place that has nothing to do with the record."""
    places = draft.get("places")
    return draft.put("places", [*places, rng.choice(slots.STRANGE_PLACES)]) if places else None


_CHANGES: tuple[tuple[RecordType, str, Change], ...] = (
    (PLAN_TERMS, "wrong_category", slots.relabelled("category", _CATEGORIES)),
    (PLAN_TERMS, "place_dropped", naming.one_less("places")),
    (PLAN_TERMS, "condition_invented", slots.invented("condition", _STRANGE_CONDITIONS)),
    (PLAN_TERMS, "hedge_changed", slots.relabelled("hedge", Hedge)),
    (PLAN_TERMS, "attribution_speaker_wrong", speaker_changed),
    (PLAN_TERMS, "attribution_speaker_lost", speaker_lost),
    (PLAN_TERMS, "attribution_lost", slots.lost("attribution")),
    (
        PLAN_TERMS,
        "attribution_invented",
        slots.invented("attribution", [{"speaker": "Gudrun Halvorsen", "form": "paraphrase"}]),
    ),
    (PLAN_TERMS, "deadline_invented", slots.invented("deadline", ["within 17 days", "by May 5, 2031"])),
    (ACTORS, "type_changed", slots.relabelled("type", ActorType)),
    (ACTORS, "role_changed", slots.relabelled("primary_role", ActorRole)),
    (ACTORS, "surface_forms_lost", forms_lost),
    (ACTORS, "titled_forms_lost", titled_forms_lost),
    (ACTORS, "surface_form_invented", form_invented),
    (REACTIONS, "stance_nudged", slots.stance_nudged),
    (REACTIONS, "stance_erased", slots.stance_erased),
    (REACTIONS, "act_changed", slots.relabelled("act", Act)),
    (REACTIONS, "hedge_changed", slots.relabelled("hedge", Hedge)),
    (REACTIONS, "attribution_lost", slots.lost("attribution")),
    (REACTIONS, "form_changed", slots.relabelled("attribution.form", AttributionForm)),
    (REACTIONS, "via_invented", slots.invented("attribution.via", [["Harbour Radio"]])),
    (REACTIONS, "on_behalf_of_invented", slots.invented("on_behalf_of", ["Portugal"])),
    (DISPUTED_POINTS, "wrong_question", slots.subject_of_another("question", ())),
    (DISPUTED_POINTS, "type_changed", slots.relabelled("type", DisputeType)),
    (DISPUTED_POINTS, "position_dropped", lists.position_dropped),
    (DISPUTED_POINTS, "position_added", lists.position_added),
    (EVENTS, "participant_dropped", naming.one_less("participants")),
    (EVENTS, "participant_replaced", naming.another("participants")),
    (EVENTS, "participant_added", naming.one_more("participants")),
    (EVENTS, "participants_lost", slots.lost("participants")),
    (EVENTS, "hedge_changed", slots.relabelled("hedge", Hedge)),
    (EVENTS, "attribution_lost", slots.lost("attribution")),
    (EVENTS, "attribution_speaker_wrong", speaker_changed),
)
_FILLED: tuple[tuple[RecordType, str, Change], ...] = (
    *((PLAN_TERMS, family, slots.time("deadline", change)) for family, change in _DEADLINES.items()),
    (PLAN_TERMS, "deadline_lost", slots.lost("deadline")),
    (PLAN_TERMS, "condition_lost", slots.lost("condition")),
    (PLAN_TERMS, "condition_replaced", condition_replaced),
    (PLAN_TERMS, "condition_negated", condition_negated),
    (PLAN_TERMS, "wrong_place", slots.replaced("places", slots.STRANGE_PLACES)),
    (PLAN_TERMS, "place_lost", slots.lost("places")),
    (PLAN_TERMS, "place_added", place_added),
    (PLAN_TERMS, "direction_of_place_flipped", slots.place_turned),
    (REACTIONS, "via_lost", slots.lost("attribution.via")),
    (REACTIONS, "via_wrong", slots.replaced("attribution.via", ("Harbour Radio", "Akureyri Gazette"))),
    (REACTIONS, "on_behalf_of_wrong", on_behalf_of_another),
    (REACTIONS, "on_behalf_of_lost", slots.lost("on_behalf_of")),
    *(
        (kind, family, slots.amount("value", change))
        for kind in (PLAN_TERMS, REACTIONS)
        for family, change in (
            ("softener_dropped", amounts.softener_dropped),
            ("softened", amounts.softened),
            ("ceiling_dropped", amounts.ceiling_dropped),
        )
    ),
)

GRADED: tuple[Edit, ...] = (
    *(Edit(family, kind, Harm.GRADED, each(change)) for kind, family, change in _CHANGES),
    *(Edit(family, kind, Harm.GRADED, each(change), filled=True) for kind, family, change in _FILLED),
)
"""Every harmful edit of a detail."""
