"""Edits of one slot: another label, words that mean something else, nothing where something was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from evals.perturb import amounts, times
from evals.perturb.cast import stems
from evals.perturb.draft import Draft, plain
from evals.perturb.scene import Apply, Change, Edited, Scene
from summariser.evaluation.shape import Shape, shape_of
from summariser.records import Vocabulary
from summariser.records.vocabulary import Stance

_LABELS = frozenset({"exact", "ordinal", "presence"})
"""How slots are compared that hold no words."""

_DIRECTIONS = (
    ("eastern", "western"),
    ("western", "eastern"),
    ("northern", "southern"),
    ("southern", "northern"),
)

STRANGE_PLACES = ("Windhoek", "Quito", "Trondheim", "Perth", "Accra")
"""Places that neither the articles nor filled gold name."""

Reword = Callable[[str], str | None]
"""Puts a text in other words; None when it cannot."""


def text_paths(draft: Draft, shape: Shape) -> Iterator[str]:
    """Yield the paths of a record's wordings: everything filled but labels."""
    paths = [leaf.path for leaf in shape.leaves if leaf.slot.compare not in _LABELS]
    for part in shape.parts:
        inner = [leaf.path for leaf in part.shape.leaves if leaf.slot.compare not in _LABELS]
        paths += expanded(draft, [f"{part.name}.*.{path}" for path in inner])
    yield from (path for path in paths if draft.get(path))


def retyped(change: Callable[[str], str]) -> Change:
    """Return the change that puts every wording of a record through `change`."""

    def apply(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
        for path in text_paths(draft, shape_of(scene.kind.model)):
            value = draft.get(path)
            draft = draft.put(
                path, [change(each) for each in value] if isinstance(value, list) else change(value)
            )
        return draft

    return apply


def reworded(paths: Sequence[str], reword: Callable[[str, Random], str | None]) -> Change:
    """Return the change that puts the texts at `paths` in other words; `*` stands for every part."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        for path in expanded(draft, paths):
            text = draft.get(path)
            said = reword(text, rng) if isinstance(text, str) and text else None
            draft = draft.put(path, said) if said is not None else draft
        return draft

    return apply


def expanded(draft: Draft, paths: Iterable[str]) -> Iterator[str]:
    """Yield paths with `*` replaced by each position there is: `positions.*.claim`."""
    for path in paths:
        head, star, tail = path.partition(".*.")
        if not star:
            yield path
            continue
        yield from (f"{head}.{index}.{tail}" for index in range(len(draft.get(head) or ())))


def alternate(path: str) -> Change:
    """Return the change to one of the gold's alternates at `path`; `*` stands for every part."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        before = draft
        for place in expanded(draft, [path]):
            others = [each for each in draft.gold.alternates.get(place, ()) if each != draft.get(place)]
            parent = place.rpartition(".")[0]
            if others and (not parent or draft.get(parent) is not None):
                draft = draft.put(place, rng.choice(others))
        return draft if draft != before else None

    return apply


def every_alternate(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Change every slot that has alternates to one of them, outer ones first."""
    for path in sorted(draft.gold.alternates, key=lambda each: (each.count("."), each)):
        draft = alternate(path)(draft, scene, rng) or draft
    return draft


def relabelled(path: str, labels: type[Vocabulary] | Sequence[str]) -> Change:
    """Return the change to a label that gold does not take for right."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        if not draft.accepted(path):
            return None
        wrong = [str(each) for each in labels if not draft.accepts(path, str(each))]
        return draft.put(path, rng.choice(wrong)) if wrong else None

    return apply


def flipped(path: str, opposites: Mapping[str, str]) -> Change:
    """Return the change of a label to its opposite, where gold does not take that for right too."""

    def apply(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
        opposite = opposites.get(str(draft.get(path)))
        return draft.put(path, opposite) if opposite and not draft.accepts(path, opposite) else None

    return apply


def stance_flipped(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Change support to opposition or the reverse, where no right value leans even near it."""
    rank = Stance(draft.get("stance")).rank
    if not rank:
        return None
    opposite = Stance.OPPOSE if rank > 0 else Stance.SUPPORT
    far = all(abs(Stance(right).rank - opposite.rank) > 1 for right in draft.accepted("stance"))
    return draft.put("stance", str(opposite)) if far else None


def stance_nudged(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Change a stance by one step of the scale."""
    rank = Stance(draft.get("stance")).rank
    scale = [each for each in Stance if each not in (Stance.MIXED, Stance.NONE_STATED)]
    near = [str(each) for each in scale if abs(each.rank - rank) == 1 and not draft.accepts("stance", each)]
    return draft.put("stance", rng.choice(near)) if near else None


def stance_erased(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Say that a stance was not stated, where it leans one way."""
    leans = all(Stance(right).rank for right in draft.accepted("stance"))
    return draft.put("stance", str(Stance.NONE_STATED)) if leans else None


def place_turned(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Say east for west, or north for south, in a place."""
    for index, place in enumerate(draft.get("places") or ()):
        for one, other in _DIRECTIONS:
            if one in place and not draft.accepts("places", place.replace(one, other)):
                return draft.put(f"places.{index}", place.replace(one, other))
    return None


def subject_of_another(key: str, prose: Sequence[str]) -> Change:
    """Return the change of what a record is about to what another record of the list is about.

    Args:
        key: The slot that names the subject; no word of the new one is in any right one.
        prose: Further texts that go with it.
    """

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        right = {stem for text in draft.accepted(key) for stem in stems(str(text))}
        others = [other for other in scene.drafts if right.isdisjoint(stems(str(other.get(key))))]
        if not others:
            return None
        other = rng.choice(others)
        for path in (key, *prose):
            draft = draft.put(path, other.get(path))
        return draft

    return apply


def lost(path: str) -> Change:
    """Return the change to nothing where gold has something, and does not take nothing for right."""

    def apply(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
        value = draft.get(path)
        nothing: object = [] if isinstance(value, list) else None
        if not value or not all(draft.accepted(path)):
            return None
        return draft.put(path, nothing)

    return apply


def invented(path: str, values: Sequence[Any]) -> Change:
    """Return the change to something where gold has nothing, and takes nothing else for right."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        accepted = draft.accepted(path)
        return draft.put(path, rng.choice(values)) if accepted and not any(accepted) else None

    return apply


def replaced(path: str, strange: Sequence[str]) -> Change:
    """Return the change of one entry of a list to something that has nothing to do with the article."""

    def apply(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
        value = draft.get(path)
        if not value:
            return None
        gone = rng.randrange(len(value))
        said = [*value[:gone], rng.choice(strange), *value[gone + 1 :]]
        return draft.put(path, said) if not _is_right_to_others(draft, path, value, gone) else None

    return apply


def amount(path: str, change: Reword, *, harmful: bool = True) -> Change:
    """Return the change of the amount at `path`; a harmful one surely is another amount."""

    def apply(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
        words = draft.get(path)
        said = change(words) if words else None
        if said is None or (harmful and not amounts.differs(said, draft.accepted(path))):
            return None
        return draft.put(path, said)

    return apply


def time(path: str, change: Reword) -> Change:
    """Return the change of a time at `path`, a text or a list of texts, to what surely is another time."""

    def apply(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
        value = draft.get(path)
        words = value if isinstance(value, list) else [value] if value else []
        found = times.first_changed(words, change)
        if found is None:
            return None
        said, new = found
        right = [each for value in draft.accepted(path) for each in _listed(value)]
        if not times.differs(new, right, scene.page):
            return None
        return draft.put(path, said if isinstance(value, list) else new)

    return apply


def same_time(path: str, change: Callable[[str, Scene, Random], str | None]) -> Change:
    """Return the change of every time at `path` to other words for the same day."""

    def apply(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
        value = draft.get(path)
        if not value:
            return None
        if isinstance(value, list):
            return draft.put(path, [change(each, scene, rng) or each for each in value])
        return draft.put(path, change(value, scene, rng) or value)

    return apply


def swapped(path: str, surely: Callable[[Draft, Draft, Scene], bool]) -> Apply:
    """Return the edit that trades the values at `path` between two records; a trade counts as two."""

    def apply(scene: Scene, n: int, rng: Random) -> Edited:
        drafts = list(scene.drafts)
        free = [index for index, draft in enumerate(drafts) if draft.gold.required and draft.get(path)]
        rng.shuffle(free)
        count = 0
        while free and count < n:
            one = free.pop()
            other = next((index for index in free if surely(drafts[one], drafts[index], scene)), None)
            if other is None:
                continue
            free.remove(other)
            mine, theirs = drafts[one].get(path), drafts[other].get(path)
            drafts[one], drafts[other] = drafts[one].put(path, theirs), drafts[other].put(path, mine)
            count += 2
        return Edited(scene.having(drafts), count)

    return apply


def reversed_lists(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Turn the order of every list of words around."""
    for path in text_paths(draft, shape_of(scene.kind.model)):
        value = draft.get(path)
        draft = draft.put(path, value[::-1]) if isinstance(value, list) else draft
    return draft


def _is_right_to_others(draft: Draft, path: str, value: Sequence[str], gone: int) -> bool:
    """Return whether gold takes the list without one of its entries for right too."""
    return any(plain(right) == plain([*value[:gone], *value[gone + 1 :]]) for right in draft.accepted(path))


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
