"""The harmless edits: the answer still means what it meant, so each must cost exactly nothing."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from evals.perturb import amounts, evidence, lists, naming, slots, times, wording
from evals.perturb.draft import Draft
from evals.perturb.scene import Apply, Change, Edit, Harm, Scene, each
from summariser.records import RecordType
from summariser.records.recordtype import ACTORS, DISPUTED_POINTS, EVENTS, PLAN_TERMS, REACTIONS

KINDS = (PLAN_TERMS, ACTORS, REACTIONS, DISPUTED_POINTS, EVENTS)
"""The record types that are scored."""

_PROSE = {
    "plan_terms": ("statement",),
    "reactions": ("summary",),
    "disputed_points": ("question", "positions.*.claim"),
}
_ALTERNATES = {
    "plan_terms": (
        "topic",
        "category",
        "obligor",
        "force",
        "condition",
        "value",
        "deadline",
        "places",
        "status",
        "plan",
        "hedge",
        "attribution",
    ),
    "actors": ("name", "surface_forms", "type", "primary_role", "country", "office_as_stated"),
    "reactions": (
        "speaker",
        "on_behalf_of",
        "target",
        "stance",
        "act",
        "hedge",
        "attribution",
        "attribution.form",
        "attribution.via",
    ),
    "disputed_points": ("type", "positions.*.holder"),
    "events": ("kind", "participants", "places", "when", "hedge", "attribution"),
}
_DISPLAY: Mapping[str, Mapping[str, object]] = {
    "plan_terms": {"plan_label": "the accord", "attribution.visibility": "none"},
    "actors": {"affiliation": "the Harbour Party"},
    "reactions": {"places": ["Akureyri"], "when": ["on March 3, 1987"], "attribution.visibility": "none"},
    "disputed_points": {"resolution_in_text": "It was not settled."},
    "events": {"statement": "It happened as the article says.", "attribution.visibility": "none"},
}


_NOTHING_TO_EDIT = {
    ("plan_terms", "name_by_address"),
    ("reactions", "lists_in_another_order"),
    ("disputed_points", "lists_in_another_order"),
}
"""Edits for which no gold record has anything."""


_OF_EVERY_TYPE: Mapping[str, Apply] = {
    "reordered": lists.reordered,
    "renumbered": lists.renumbered,
    "without_optional": lists.without_optional,
    "with_optional": lists.with_optional,
    "evidence_from_another_set": each(evidence.another_set, required=False),
    "evidence_widened_to_sentence": each(evidence.widened, required=False),
    "evidence_narrowed": each(evidence.narrowed, required=False),
    "every_alternate": each(slots.every_alternate, required=False),
    "lists_in_another_order": each(slots.reversed_lists, required=False),
    "typeset": each(slots.retyped(wording.typeset), required=False),
    "wider_white_space": each(slots.retyped(wording.spaced), required=False),
    "other_code_points": each(slots.retyped(wording.marked), required=False),
    "capitals": each(slots.retyped(wording.upper), required=False),
    "name_by_other_form": each(naming.renamed(naming.by_other_form), required=False),
    "name_by_surname": each(naming.renamed(naming.by_surname), required=False),
    "name_by_address": each(naming.renamed(naming.by_address), required=False),
    "name_with_office": each(naming.renamed(naming.with_office), required=False),
    "name_respelled": each(naming.renamed(naming.respelled), required=False),
    "name_with_article": each(naming.renamed(naming.with_article), required=False),
}
_WITH_AND_WITHOUT_PARTS: Mapping[str, Apply] = {
    "evidence_from_two_sets": each(evidence.two_sets, required=False),
    "evidence_retyped": each(evidence.retyped, required=False),
    "evidence_in_another_order": each(evidence.turned, required=False),
}
"""Edits that do the same to every record, but that a record with parts quotes for each of them."""


def _of_type(kind: RecordType) -> dict[str, Apply]:
    prose = _PROSE.get(kind.name, ())
    table = {
        f"alternate_{_slot(path)}": each(slots.alternate(path), required=False)
        for path in _ALTERNATES[kind.name]
    }
    table["display_changed"] = each(_display(kind), required=False)
    if prose:
        table |= {
            "paraphrased": each(slots.reworded(prose, _synonyms), required=False),
            "words_in_another_order": each(slots.reworded(prose, _turned), required=False),
            "clause_added": each(slots.reworded(prose, _clause), required=False),
            "small_letters": each(slots.reworded(prose, _lower), required=False),
        }
    return table


def _display(kind: RecordType) -> Change:
    def apply(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
        for path, value in _DISPLAY[kind.name].items():
            parent = path.rpartition(".")[0]
            draft = draft.put(path, value) if not parent or draft.get(parent) else draft
        return draft

    return apply


_AMOUNTS = {
    "number_in_words": amounts.in_words,
    "number_grouped_by_spaces": amounts.grouped_by_spaces,
    "number_ungrouped": amounts.ungrouped,
    "currency_in_words": amounts.currency_in_words,
    "percent_sign": amounts.percent_sign,
    "bound_reworded": amounts.bound_reworded,
}


def _date_reworded(words: str, _scene: Scene, rng: Random) -> str | None:
    return times.reworded(words, rng.randrange(3))


def _weekday_as_date(words: str, scene: Scene, _rng: Random) -> str | None:
    return times.resolved(words, scene.page)


def _synonyms(text: str, _rng: Random) -> str | None:
    return wording.synonyms(text)


def _turned(text: str, _rng: Random) -> str | None:
    return wording.turned(text)


def _clause(text: str, rng: Random) -> str | None:
    return wording.with_clause(text, rng.randrange(3))


def _lower(text: str, _rng: Random) -> str | None:
    return wording.lower(text)


def _slot(path: str) -> str:
    return path.replace("*.", "").replace(".", "_")


def _edit(kind: RecordType, family: str, apply: Apply, *, filled: bool = False) -> Edit:
    return Edit(family, kind, Harm.HARMLESS, apply, filled)


HARMLESS: tuple[Edit, ...] = (
    *(
        _edit(kind, family, apply)
        for kind in KINDS
        for family, apply in _OF_EVERY_TYPE.items()
        if (kind.name, family) not in _NOTHING_TO_EDIT
    ),
    *(
        _edit(kind, family, apply)
        for kind in (PLAN_TERMS, DISPUTED_POINTS)
        for family, apply in _WITH_AND_WITHOUT_PARTS.items()
    ),
    *(_edit(kind, family, apply) for kind in KINDS for family, apply in _of_type(kind).items()),
    *(
        _edit(kind, family, each(slots.amount("value", reword, harmful=False), required=False), filled=True)
        for kind in (PLAN_TERMS, REACTIONS)
        for family, reword in _AMOUNTS.items()
    ),
    *(
        _edit(kind, family, each(slots.same_time(path, change), required=False), filled=True)
        for kind, path in ((PLAN_TERMS, "deadline"), (EVENTS, "when"))
        for family, change in (("date_reworded", _date_reworded), ("weekday_as_date", _weekday_as_date))
    ),
    _edit(ACTORS, "country_reworded", each(naming.country_reworded, required=False)),
    _edit(DISPUTED_POINTS, "positions_in_another_order", each(lists.positions_turned, required=False)),
)
"""Every harmless edit. Those that change the order of parts come last, since alternates name parts by position."""
