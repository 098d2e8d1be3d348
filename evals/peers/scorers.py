"""The other scorers: three textbook ones, written out here, and those of libraries that may be installed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from pydantic import BaseModel, create_model

from evals.perturb.draft import Draft, plain
from summariser.evaluation.align import align
from summariser.records import PlanTerm
from summariser.records.drafts import Attribution

Records = list[dict[str, Any]]
Rate = Callable[[Records, Records], float]
"""Rates an answer against gold, 0 to 1: `rate(gold, answer)`."""

_UNLABELLED = frozenset({"plan_label", "visibility", "source_description"})
"""Fields that no gold fills, so that nothing can be said about them."""
_WORD = re.compile(r"\w+(?:[.,]\w+)*")


class Peer(NamedTuple):
    """Another scorer.

    Attributes:
        name: The head of its column.
        distribution: The package it needs; "" when it is written here.
        load: Returns its rating function.
        sees_alternates: Whether its gold lists every right value, because it has a notation for that.
    """

    name: str
    distribution: str
    load: Callable[[], Rate]
    sees_alternates: bool = False


def installed(distribution: str) -> str:
    """Return the version of a package, "" when it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def labelled_part(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as JSON without the fields that no gold fills.

    >>> labelled_part({"topic": "army", "plan_label": None, "attribution": {"form": "post", "visibility": "named"}})
    {'topic': 'army', 'attribution': {'form': 'post'}}
    """
    return {
        name: labelled_part(value) if isinstance(value, Mapping) else value
        for name, value in record.items()
        if name not in _UNLABELLED
    }


def with_alternates(draft: Draft, record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a gold record with a tuple of all right values, the notation of ANLS*, where there are several.

    Args:
        draft: Knows the gold item.
        record: Its record.
        text: The article, which its evidence is read from.
    """
    found = labelled_part(record)
    for path in sorted(draft.gold.alternates, key=lambda path: -path.count(".")):  # inner ones first
        parent, _, name = path.rpartition(".")
        within = found[parent] if parent else found
        if within is not None:
            within[name] = (within[name], *draft.gold.alternates[path])
    quotes = tuple([span.of(text) for span in spans] for spans in draft.gold.evidence)
    return {**found, "quotes": quotes}


def slots(record: Mapping[str, Any], prefix: str = "") -> frozenset[tuple[str, object]]:
    """Return what a record says as pairs of slot and value, one pair for each entry of a list.

    >>> sorted(slots({"places": ["Kyiv", "the Hague"], "value": None, "attribution": {"form": "post"}}))
    [('attribution.form', 'post'), ('places', 'kyiv'), ('places', 'the hague')]
    """
    found: set[tuple[str, object]] = set()
    for name, value in record.items():
        if isinstance(value, Mapping):
            found |= slots(value, f"{prefix}{name}.")
        else:
            entries = value if isinstance(value, list) else [value]
            found |= {(prefix + name, plain(entry)) for entry in entries if entry}
    return frozenset(found)


def exact_set_f1(gold: Records, answer: Records) -> float:
    """Return the F1 of two lists as multisets: a record is right when all of it is, but for typography.

    >>> exact_set_f1([{"topic": "army"}, {"topic": "land"}], [{"topic": "Land"}, {"topic": "navy"}])
    0.5
    """
    shared = Counter(map(slots, gold)) & Counter(map(slots, answer))
    return 2 * shared.total() / (len(gold) + len(answer))


def token_soft_f1(gold: Records, answer: Records) -> float:
    """Return the soft F1 of the best pairing, where a pair gets the F1 of all its words as credit.

    >>> token_soft_f1([{"topic": "army size"}], [{"topic": "navy size"}])
    0.5
    """
    right, said = ([_words(record) for record in records] for records in (gold, answer))
    pairs = align([[_shared(one, other) for other in said] for one in right], 0.0)
    return 2 * sum(pair.similarity for pair in pairs) / (len(gold) + len(answer))


def ceaf_phi3(gold: Records, answer: Records) -> float:
    """Return the F1 of the slots that the records of the best pairing share.

    Source: X. Luo (2005), "On coreference resolution performance metrics": φ3, with slots for mentions.

    >>> ceaf_phi3([{"topic": "army", "force": "permission"}], [{"topic": "army", "force": "obligation"}])
    0.5
    """
    right, said = ([slots(record) for record in records] for records in (gold, answer))
    pairs = align([[float(len(one & other)) for other in said] for one in right], 0.0)
    return 2 * sum(pair.similarity for pair in pairs) / sum(map(len, (*right, *said)))


def _words(record: Mapping[str, Any]) -> Counter[str]:
    """Return the words of a record, plainly: the scorer's own notion of a word is under test here."""
    return Counter(word for _, value in slots(record) for word in _WORD.findall(str(value)))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _anls_star() -> Rate:
    module: Any = import_module("anls_star.anls_star")
    _remembers_distances(module.ANLSLeaf)
    return lambda gold, answer: float(module.anls_score(gold, answer))


def _stickler_inferred() -> Rate:
    """Return stickler as it configures itself from a pydantic model."""
    stickler: Any = import_module("stickler")
    _remembers_distances(stickler.LevenshteinComparator)
    attribution = _labelled_model(Attribution)
    term = _labelled_model(PlanTerm, attribution=(attribution | None, None))
    answers = stickler.eval_for(create_model("Answer", plan_terms=(list[term], ...)))  # type: ignore[valid-type]  # made above

    def rate(gold: Records, answer: Records) -> float:
        return float(answers.evaluate({"plan_terms": gold}, {"plan_terms": answer}).overall_score)

    return rate


def _labelled_model(model: type[BaseModel], **others: Any) -> type[BaseModel]:  # noqa: ANN401 - pydantic's definitions
    """Return a model's labelled fields, with the vocabularies that stickler compares exactly."""
    fields: dict[str, Any] = {
        name: (
            field.annotation,
            field.get_default(call_default_factory=True) if not field.is_required() else ...,
        )
        for name, field in model.model_fields.items()
        if name not in _UNLABELLED
    }
    return create_model(model.__name__, **fields | others)


_LABEL = {"type": "str", "comparator": "ExactComparator", "threshold": 1.0}
_WORDING = {"type": "str", "comparator": "NormalizedComparator", "threshold": 1.0}
_WORDINGS = {**_WORDING, "type": "List[str]"}
_PROSE = {
    "type": "str",
    "comparator": "FuzzyComparator",
    "comparator_config": {"method": "token_set_ratio"},
    "threshold": 0.6,
}
_DECIDES = 3.0
_TERM: dict[str, dict[str, Any]] = {
    "plan": {**_LABEL, "weight": _DECIDES},
    "force": {**_LABEL, "weight": _DECIDES},
    "status": {**_LABEL, "weight": _DECIDES},
    "obligor": {**_WORDINGS, "weight": _DECIDES},
    "value": {**_WORDING, "weight": _DECIDES},
    "category": _LABEL,
    "hedge": _LABEL,
    "deadline": _WORDING,
    "places": _WORDINGS,
    "attribution": {
        "type": "optional_structured_model",
        "fields": {"speaker": _WORDING, "form": _LABEL, "via": _WORDINGS},
    },
    "topic": _PROSE,
    "statement": _PROSE,
    "condition": _PROSE,
    "quotes": _WORDINGS,
}


def _stickler_configured() -> Rate:
    """Return stickler set up by hand: labels exact, names and amounts but for typography, what decides weighs three."""
    stickler: Any = import_module("stickler")
    fields = {"plan_terms": {"type": "list_structured_model", "fields": _TERM}}
    model: Any = stickler.StructuredModel.model_from_json({"model_name": "Answer", "fields": fields})

    def rate(gold: Records, answer: Records) -> float:
        compared = model(plan_terms=gold).compare_with(model(plan_terms=answer))
        return float(compared["overall_score"])

    return rate


def _json_diff() -> Rate:
    scorer: Any = import_module("autoevals").JSONDiff()
    return lambda gold, answer: float(scorer.eval(output=answer, expected=gold).score)


def _levenshtein() -> Rate:
    scorer: Any = import_module("autoevals").Levenshtein()
    return lambda gold, answer: float(
        scorer.eval(
            output=json.dumps(answer, sort_keys=True), expected=json.dumps(gold, sort_keys=True)
        ).score
    )


def _remembers_distances(owner: Any) -> None:  # noqa: ANN401 - a class of a library
    """Let a library's distance of two strings, a pure function, remember its answers: minutes, not an hour."""
    name = "_levenshtein_distance"
    if hasattr(owner, name) and not hasattr(getattr(owner, name), "cache_info"):
        setattr(owner, name, staticmethod(lru_cache(maxsize=1 << 20)(getattr(owner, name))))


PEERS: tuple[Peer, ...] = (
    Peer("exact-set F1", "", lambda: exact_set_f1),
    Peer("token soft F1", "", lambda: token_soft_f1),
    Peer("CEAF-φ3 slots", "", lambda: ceaf_phi3),
    Peer("ANLS*", "anls_star", _anls_star),
    Peer("ANLS* + alternates", "anls_star", _anls_star, sees_alternates=True),
    Peer("stickler inferred", "stickler-eval", _stickler_inferred),
    Peer("stickler set up", "stickler-eval", _stickler_configured),
    Peer("JSONDiff", "autoevals", _json_diff),
    Peer("Levenshtein", "autoevals", _levenshtein),
)
"""The other scorers, in the order of the columns."""
