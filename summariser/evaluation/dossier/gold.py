"""Gold of a dossier: how the articles of a corpus answer the same questions, who is who in them, and what misleads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError

from summariser.document import Frozen, Span
from summariser.errors import GoldError
from summariser.reconcile.verdict import CLASHES
from summariser.records.vocabulary import ConflictRelation, DisputeType

AGREEING = frozenset({ConflictRelation.AGREE, ConflictRelation.REFINE})
"""Relations of claims that can be true together and answer alike."""

GoldSeverity = Literal["hard", "soft", "framing", "none"]
"""The severities of a conflict, and `none` for claims that agree."""


def _is_labelled(relation: ConflictRelation) -> ConflictRelation:
    """Return `relation` if it can stand between the groups of an item; lookalikes are traps, silence is no item."""
    if relation not in AGREEING | CLASHES:
        raise ValueError(f"{relation.value!r} is no relation of groups: a lookalike goes under traps")
    return relation


LabelledRelation = Annotated[ConflictRelation, AfterValidator(_is_labelled)]


class GoldClaim(Frozen):
    """One article's answer: the passage that gives it, and where that starts (code points)."""

    document: str
    quote: str
    start: int = Field(ge=0)

    @property
    def span(self) -> Span:
        """The characters of the passage."""
        return Span(start=self.start, end=self.start + len(self.quote))


class GoldGroup(Frozen):
    """Claims that give one and the same answer; `value` is that answer in few words, for display."""

    value: str
    claims: tuple[GoldClaim, ...]


class Relation(Frozen):
    """One question that at least two articles answer, and how their answers stand to each other.

    Attributes:
        id: Names it within its file.
        type: The slot that decides it.
        alternate_types: Further right types.
        alternate_relations: Further right relations.
        severity: As a dossier grades conflicts; `none` where the claims agree.
        required: Whether a dossier that lacks it is at fault.
        note: Why, for readers.
        groups: The answers; one group for `agree`, else two or more.
    """

    id: str
    question: str
    relation: LabelledRelation
    type: DisputeType
    alternate_types: tuple[DisputeType, ...] = ()
    alternate_relations: tuple[LabelledRelation, ...] = ()
    severity: GoldSeverity
    required: bool = True
    note: str = ""
    groups: tuple[GoldGroup, ...]

    @property
    def types(self) -> frozenset[DisputeType]:
        """Every right type."""
        return frozenset({self.type, *self.alternate_types})

    @property
    def relations(self) -> frozenset[ConflictRelation]:
        """Every right relation."""
        return frozenset({self.relation, *self.alternate_relations})


class GoldMention(Frozen):
    """One article's record of an actor, by the name it has there."""

    document: str
    name: str


class GoldActor(Frozen):
    """Mentions of several articles that are one real-world actor."""

    name: str
    mentions: tuple[GoldMention, ...]


class Lookalike(Frozen):
    """Passages that look alike and speak of different things: no conflict and no agreement lies between them."""

    kind: Literal["lookalike"]
    note: str = ""
    claims: tuple[GoldClaim, ...]


class People(Frozen):
    """Actors that could be mistaken for one and are not."""

    kind: Literal["people"]
    note: str = ""
    mentions: tuple[GoldMention, ...]


Trap = Annotated[Lookalike | People, Field(discriminator="kind")]


class DossierGold(Frozen):
    """What labellers wrote down for a corpus.

    Attributes:
        profile: Name of the profile its articles were summarised with.
        documents: Digest of each article's bytes, by id.
        off_topic: The articles that say nothing of the plan.
        copies: Articles that are copies of each other; every other one is a source by itself.
        actors: Who is one and the same; every other actor record of these articles stands alone.
    """

    schema_version: Literal["1.0"]
    corpus: str
    profile: str
    documents: dict[str, str]
    off_topic: tuple[str, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
    actors: tuple[GoldActor, ...] = ()
    relations: tuple[Relation, ...] = ()
    traps: tuple[Trap, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of what the gold says, whatever the layout of its file and the order of its items."""
        data = self.as_json()
        for name in ("relations", "actors", "traps"):
            data[name] = sorted(json.dumps(each, sort_keys=True) for each in data.get(name, ()))
        said = json.dumps(data, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def lookalikes(self) -> tuple[Lookalike, ...]:
        """The traps that are passages."""
        return tuple(trap for trap in self.traps if isinstance(trap, Lookalike))

    @property
    def people(self) -> tuple[People, ...]:
        """The traps that are actors."""
        return tuple(trap for trap in self.traps if isinstance(trap, People))

    def as_json(self) -> dict[str, Any]:
        """Return the file's content; what is empty by default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def read_dossier_gold(path: Path) -> DossierGold:
    """Return the gold in a file.

    Raises:
        GoldError: The file cannot be read, or is not gold of a dossier.
    """
    try:
        return DossierGold.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise GoldError(f"{str(path)!r} is not the gold of a dossier: {error}") from error
