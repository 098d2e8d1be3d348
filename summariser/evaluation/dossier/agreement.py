"""How far two labellers of one corpus agree on relations and actors: the second is scored by the first."""

from __future__ import annotations

from collections.abc import Mapping

from summariser.document import Frozen
from summariser.errors import GoldError
from summariser.evaluation.dossier.bcubed import clusters_of_gold
from summariser.evaluation.dossier.figures import Figure, f1, share
from summariser.evaluation.dossier.findings import finding_of_gold, sentences_of
from summariser.evaluation.dossier.gold import DossierGold
from summariser.evaluation.dossier.score import (
    Outcome,
    actor_figures,
    outcomes_of,
    relation_figures,
    set_against,
)
from summariser.evaluation.statistics import cohen_kappa


class DossierAgreement(Frozen):
    """The agreement of two passes over the same articles.

    Attributes:
        figures: By name: `hard_f1`, `soft_f1` and `agreements_f1` as a dossier is scored; `all_f1`, relations
            that both have, whatever they call them; `relation` and `type`, the same label among these,
            alternates counting; `actors_f1` and `linked_f1`.
        relation_kappa: Cohen's kappa of the first labels of relations both have; None where it is undefined.
        type_kappa: The same for types.
        matched: How many relations both have.
        outcomes: What the second pass made of each relation of the first.
        only_second: Ids of the required relations that only the second pass has.
    """

    figures: dict[str, Figure]
    relation_kappa: float | None
    type_kappa: float | None
    matched: int
    outcomes: tuple[Outcome, ...]
    only_second: tuple[str, ...]


def agreement(first: DossierGold, second: DossierGold, texts: Mapping[str, str]) -> DossierAgreement:
    """Return how far two passes agree; optional relations that only one pass has do not count.

    Args:
        first: Stands for the gold.
        second: Stands for the dossier.
        texts: The text of each article, by id.

    Raises:
        GoldError: The passes are not about the same articles, or a text is missing.
    """
    if first.documents != second.documents:
        raise GoldError("the two passes are about different articles, or other versions of them")
    if missing := sorted(set(first.documents) - set(texts)):
        raise GoldError(f"{missing[0]!r}: its text is missing")
    where = sentences_of({document: texts[document] for document in first.documents})
    relations = sorted(second.relations, key=lambda relation: relation.id)
    scored = set_against(first, [finding_of_gold(relation, where) for relation in relations], where)
    outcomes = outcomes_of(scored)
    serves = scored.matching.serves
    counted = [at in serves for at, relation in enumerate(relations) if relation.required or at in serves]
    figures = relation_figures(scored, outcomes) | actor_figures(first, clusters_of_gold(second.actors))
    figures["all_f1"] = f1(share(counted), figures["found"])
    matched = [outcome for outcome in outcomes if outcome.state != "missed"]
    return DossierAgreement(
        figures={name: figures[name] for name in _SHOWN},
        relation_kappa=_rounded(cohen_kappa([(o.relation, o.found_relation) for o in matched])),
        type_kappa=_rounded(cohen_kappa([(o.type, o.found_type) for o in matched])),
        matched=len(matched),
        outcomes=outcomes,
        only_second=tuple(r.id for at, r in enumerate(relations) if r.required and at not in serves),
    )


_SHOWN = ("hard_f1", "soft_f1", "agreements_f1", "all_f1", "relation", "type", "actors_f1", "linked_f1")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
