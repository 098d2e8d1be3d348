"""Edits of evidence: other passages that prove as much, and passages that prove nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from evals.perturb import wording
from evals.perturb.draft import Draft, Passage, passages, quoted
from evals.perturb.scene import Scene
from summariser.document import EVIDENCE_ZONES, Span
from summariser.fold import fold
from summariser.ground.sentences import around, sentences

_LONGEST = 400
_NARROW_WORDS = 5
_SHIFT = 23
_FABRICATED = (
    "Officials in both capitals confirmed the arrangement in writing late on Tuesday night.",
    "According to two people in the room, nobody raised an objection to the passage.",
    "The annex spells this out over eleven pages, none of which has been made public.",
)
_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
_SMALL = re.compile(r"\b(?:the|of|and|to|in|a|for|that|with|on|as|has|is|his|its|by)\b")


def another_set(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote another of the sets of passages that gold accepts."""
    others = draft.gold.evidence[1:]
    if not others:
        return None
    return replace(draft, passages=passages(rng.choice(others), draft.gold, scene.kind, page=scene.page))


def two_sets(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote a second set of passages that gold accepts beside the first."""
    others = draft.gold.evidence[1:]
    if not others:
        return None
    more = passages(rng.choice(others), draft.gold, scene.kind, page=scene.page)
    if any(each.part is None for each in (*draft.passages, *more)):
        more = tuple(each._replace(part=None) for each in more)
    return replace(draft, passages=(*draft.passages, *more))


def widened(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Quote whole sentences, as long as each is no longer than evidence may be."""
    spans = [around(each.span, scene.page.text) for each in draft.passages]
    if any(span.end - span.start > _LONGEST for span in spans):
        return None
    return _moved(draft, spans, scene)


def narrowed(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote a stretch of five words or more from each passage."""
    spans = []
    for each in draft.passages:
        words = list(re.finditer(r"\S+", each.quote))
        first = rng.randrange(max(1, len(words) - _NARROW_WORDS))
        last = min(len(words), first + max(_NARROW_WORDS, len(words) // 2)) - 1
        start = each.span.start + words[first].start()
        spans.append(Span(start=start, end=each.span.start + words[last].end()))
    return _moved(draft, spans, scene)


def retyped(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Quote the same words with other quotation marks, dashes and spaces."""
    return replace(
        draft, passages=tuple(each._replace(quote=wording.typeset(each.quote)) for each in draft.passages)
    )


def turned(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Quote the same passages in another order."""
    return replace(draft, passages=draft.passages[::-1]) if len(draft.passages) > 1 else None


def fabricated(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Quote words that nobody wrote, at the right place."""
    first, *rest = draft.passages
    return replace(draft, passages=(first._replace(quote=rng.choice(_FABRICATED)), *rest))


def altered(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Quote the passage with one word changed."""
    first, *rest = draft.passages
    words = list(_WORD.finditer(first.quote))
    if not words:
        return None
    match = rng.choice(words)
    quote = f"{first.quote[: match.start()]}allegedly{first.quote[match.end() :]}"
    return replace(draft, passages=(first._replace(quote=quote), *rest))


def with_fabrication(draft: Draft, _scene: Scene, rng: Random) -> Draft | None:
    """Add words that nobody wrote to passages that are right."""
    made = draft.passages[-1]._replace(quote=rng.choice(_FABRICATED))
    return replace(draft, passages=(*draft.passages, made))


def shifted(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Give offsets that are off by a few words."""
    length = len(scene.page.text)
    moved = tuple(
        each._replace(span=Span(start=each.span.start + step, end=each.span.end + step))
        for each in draft.passages
        for step in [_SHIFT if each.span.end + _SHIFT <= length else -_SHIFT]
    )
    same = any(fold(each.span.of(scene.page.text)) == fold(each.quote) for each in moved)
    return None if same else replace(draft, passages=moved)


def off_by_one(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Give offsets that start one letter late."""
    moved = tuple(
        each._replace(span=Span(start=each.span.start + 1, end=each.span.end)) for each in draft.passages
    )
    same = any(fold(each.span.of(scene.page.text)) == fold(each.quote) for each in moved)
    return None if same else replace(draft, passages=moved)


def missing(draft: Draft, _scene: Scene, _rng: Random) -> Draft | None:
    """Quote nothing."""
    return replace(draft, passages=())


def of_another(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote the passages of another record, which touch none that this one may quote."""
    others = [
        other.passages
        for other in scene.drafts
        if other is not draft and not _touch(draft, [each.span for each in other.passages])
    ]
    return _unparted(draft, rng.choice(others)) if others else None


def unrelated(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote a sentence of the article that touches no passage this record may quote."""
    free = free_sentences(scene, draft.gold.spans)
    return _unparted(draft, (quoted(rng.choice(free), scene.page),)) if free else None


def in_furniture(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote a stretch of the page that is no part of the article."""
    furniture = [
        Span(start=zone.start, end=zone.end)
        for zone in scene.page.zones
        if zone.zone not in EVIDENCE_ZONES
        and zone.end - zone.start <= _LONGEST
        and scene.page.text[zone.start : zone.end].strip()
    ]
    return _unparted(draft, (quoted(rng.choice(furniture), scene.page),)) if furniture else None


def whole_article(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Quote the whole page."""
    span = Span(start=0, end=len(scene.page.text))
    zone = draft.passages[0].zone
    return _unparted(draft, (quoted(span, scene.page)._replace(zone=zone),))


def too_long(draft: Draft, scene: Scene, _rng: Random) -> Draft | None:
    """Quote so much around the passage that it no longer points to anything."""
    longest = max(span.end - span.start for span in draft.gold.spans)
    length = max(_LONGEST, 3 * longest) + 1
    start = max(0, min(draft.passages[0].span.start, len(scene.page.text) - length))
    span = Span(start=start, end=min(start + length, len(scene.page.text)))
    zone = draft.passages[0].zone
    return _unparted(draft, (quoted(span, scene.page)._replace(zone=zone),))


def one_small_word(draft: Draft, scene: Scene, rng: Random) -> Draft | None:
    """Quote no more than "the" or "of" from each passage."""
    spans = []
    for each in draft.passages:
        words = list(_SMALL.finditer(each.quote))
        if not words:
            return None
        match = rng.choice(words)
        spans.append(Span(start=each.span.start + match.start(), end=each.span.start + match.end()))
    return _moved(draft, spans, scene)


def free_sentences(scene: Scene, taken: Sequence[Span]) -> list[Span]:
    """Return the sentences of the article that are short enough to quote and touch none of `taken`."""
    return [
        span
        for span in sentences(scene.page.text)
        if span.end - span.start <= _LONGEST
        and any(whole.start <= span.start and span.end <= whole.end for whole in scene.page.paragraphs)
        and not any(span.overlaps(other) for other in taken)
    ]


def _moved(draft: Draft, spans: list[Span], scene: Scene) -> Draft:
    return replace(
        draft,
        passages=tuple(
            quoted(span, scene.page, part=each.part) for span, each in zip(spans, draft.passages, strict=True)
        ),
    )


def _unparted(draft: Draft, found: tuple[Passage, ...]) -> Draft:
    return replace(draft, passages=tuple(each._replace(part=None) for each in found))


def _touch(draft: Draft, spans: list[Span]) -> bool:
    return any(span.overlaps(right) for span in spans for right in draft.gold.spans)
