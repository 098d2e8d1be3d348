"""`Edit`: what is done to perfect answers, and the scene it is done in: an article's answers of one type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import NamedTuple

from evals.perturb.cast import Cast, cast_of
from evals.perturb.draft import Draft, answer, perfect
from summariser.evaluation.gold import Case
from summariser.evaluation.items import Item
from summariser.ground import Page
from summariser.records import RecordType


class Harm(StrEnum):
    """What an edit does to the truth of an answer, and so what the scorer must charge for it."""

    HARMLESS = "harmless"
    """The answer means what it meant: costs nothing."""
    CRITICAL = "harmful-critical"
    """What decides is wrong in k of n records: costs at least 0.4 k/n of the type's soft F1."""
    GRADED = "harmful-graded"
    """A detail is wrong: costs something."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The answers of one record type in one article, and what an edit may look at.

    Attributes:
        case: The article and its gold.
        kind: The record type.
        cast: Who is who in the article.
        drafts: The answers, edited or not.
        ready: The perfect answers as the scorer sees them, by position in the gold list.
    """

    case: Case
    kind: RecordType
    cast: Cast
    drafts: tuple[Draft, ...]
    ready: tuple[tuple[Draft, Item], ...]

    @property
    def page(self) -> Page:
        """The article."""
        return self.case.page

    def items(self) -> tuple[Item, ...]:
        """Return the answers as the scorer sees them."""
        ready = {id(draft): item for draft, item in self.ready}
        return tuple(
            ready.get(id(draft)) or answer(draft, self.kind, self.case.page) for draft in self.drafts
        )

    def must_have(self, draft: Draft) -> bool:
        """Return whether gold requires a record and lets no optional one stand for it."""
        name = draft.record.get("name") if self.kind.name == "actors" else None
        return draft.gold.required and not (name and self.cast.has_stand_in(name))

    def having(self, drafts: Sequence[Draft]) -> Scene:
        """Return the scene with other answers."""
        return replace(self, drafts=tuple(drafts))


class Edited(NamedTuple):
    """What an edit made of a scene, and how many of its gold items it really touched."""

    scene: Scene
    touched: int


Apply = Callable[[Scene, int, Random], Edited]
"""Edits at most n answers of a scene, chosen at random."""

Change = Callable[[Draft, Scene, Random], Draft | None]
"""Edits one answer; None when it has nothing to edit, or no value that is surely another one."""


class Edit(NamedTuple):
    """One edit of one record type.

    Attributes:
        family: What is done, such as `wrong_number`; the same in every record type that has it.
        kind: The record type it is done to.
        harm: What it does to the truth.
        apply: Does it.
        filled: Whether it is done to gold whose empty slots were filled, because the articles leave
            the slot empty too often for five edits.
    """

    family: str
    kind: RecordType
    harm: Harm
    apply: Apply
    filled: bool = False

    @property
    def name(self) -> str:
        """The edit's name, such as `plan_terms.wrong_number`."""
        return f"{self.kind.name}.{self.family}"


def scene_of(case: Case, kind: RecordType) -> Scene:
    """Return the perfect answers to an article's gold of one record type."""
    drafts = tuple(perfect(item, kind, case.page) for item in case.items.get(kind.name, ()))
    ready = tuple((draft, answer(draft, kind, case.page)) for draft in drafts)
    return Scene(case, kind, cast_of(case), drafts, ready)


def perturb(edit: Edit, case: Case, n: int, rng: Random) -> Edited:
    """Return the perfect answers to an article's gold with at most `n` of them edited."""
    return edit.apply(scene_of(case, edit.kind), n, rng)


def each(change: Change, *, required: bool = True) -> Apply:
    """Return the edit that makes `change` in n answers; by `required`, in those alone that must be there.

    A larger n edits the same answers as a smaller one and further ones, given the same random numbers.
    """

    def apply(scene: Scene, n: int, rng: Random) -> Edited:
        drafts = list(scene.drafts)
        count = 0
        for index in rng.sample(range(len(drafts)), len(drafts)):
            if count >= n:
                break
            if required and not scene.must_have(drafts[index]):
                continue
            changed = change(drafts[index], scene, rng)
            if changed is not None and changed != drafts[index]:
                drafts[index] = changed
                count += 1
        return Edited(scene.having(drafts), count)

    return apply
