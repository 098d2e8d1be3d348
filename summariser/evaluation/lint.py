"""Check gold files: evidence verbatim and in the body, values read from it, names known, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from summariser.document import EVIDENCE_ZONES
from summariser.evaluation.gold import Aliases, Case, Gold, GoldItem, GoldSpan
from summariser.evaluation.score import judge, similarity
from summariser.evaluation.shape import Leaf, shape_of, value_at
from summariser.evaluation.sheet import Problem, values_in
from summariser.fold import fold
from summariser.ground import Page
from summariser.normalise import is_named, name_key
from summariser.records import BUILT_IN, Profile, RecordType, slot_of
from summariser.records.base import FromProfile

TOO_ALIKE = 0.9
"""Similarity above which two required items of one article are taken for one."""

LONGEST_QUOTE = 300
_LISTS = frozenset({"names", "surface", "time"})
_NUMBER = re.compile(r"\.\d+\.")


def lint(case: Case, profile: Profile, record_types: Sequence[RecordType] = BUILT_IN) -> tuple[Problem, ...]:
    """Return what is wrong with the gold of one article."""
    kinds = {kind.name: kind for kind in record_types}
    problems: list[Problem] = []
    for name, items in case.gold.items.items():
        seen: set[str] = set()
        for item in items:
            where = f"{case.gold.document}/{name}/{item.id}"
            if item.id in seen:
                problems.append(Problem(where, "this id is there twice"))
            seen.add(item.id)
            problems += [Problem(where, message) for message in _item(item, kinds[name], case.page, profile)]
        problems += _twins(case, kinds[name])
    problems += [
        Problem(f"{case.gold.document}/traps/{number}", message)
        for number, trap in enumerate(case.gold.traps, 1)
        for message in _verbatim(trap.span, case.page)
    ]
    return tuple(problems)


def lint_aliases(aliases: Aliases, golds: Sequence[Gold]) -> tuple[Problem, ...]:
    """Return what is wrong with a table of aliases: a name under two heads, or one that no gold uses."""
    problems: list[Problem] = []
    heads: dict[str, str] = {}
    for name, others in aliases.names.items():
        for other in (name, *others):
            key = name_key(other)
            if heads.setdefault(key, name) != name:
                problems.append(Problem("aliases.json", f"{other!r} stands for {heads[key]!r} and {name!r}"))
    words = {name_key(str(word)) for gold in golds for word in _all_strings(gold)}
    problems += [
        Problem("aliases.json", f"no gold record names {name!r} or an alias of it")
        for name, others in aliases.names.items()
        if not words & {name_key(other) for other in (name, *others)}
    ]
    return tuple(problems)


def _item(item: GoldItem, kind: RecordType, page: Page, profile: Profile) -> Iterator[str]:
    if not item.evidence:
        yield "it has no evidence"
    for spans in item.evidence:
        for span in spans:
            yield from _verbatim(span, page)
            yield from _placed(span, page)
    yield from _fields(item, kind, profile)
    if item.values != values_in(item.record, kind, page):
        yield "its values are not what its words say: `summarise gold lint --fix` reads them again"
    yield from _alternates(item, kind)
    yield from _words_in_evidence(item, kind, page)
    yield from _names(item, kind, page)
    if item.record.get("hedge") == "attributed" and not item.record.get("attribution", True):
        yield "hedge is `attributed`, and attribution says that nobody is named: one of them is wrong"


def _verbatim(span: GoldSpan, page: Page) -> Iterator[str]:
    if span.of(page.text) != span.quote:
        yield f"characters {span.start} to {span.end} are not {span.quote[:60]!r}: `summarise gold lint --fix` finds it"


def _placed(span: GoldSpan, page: Page) -> Iterator[str]:
    outside = [
        zone.zone
        for zone in page.zones
        if zone.start < span.end and span.start < zone.end and zone.zone not in EVIDENCE_ZONES
    ]
    if outside:
        yield f"{span.quote[:60]!r} lies in page furniture ({outside[0]})"
    if span.end - span.start > LONGEST_QUOTE:
        yield f"{span.quote[:60]!r} is longer than {LONGEST_QUOTE} characters"


def _fields(item: GoldItem, kind: RecordType, profile: Profile) -> Iterator[str]:
    """Yield fields the record type has not, and labels that are none."""
    shape = shape_of(kind.model)
    known = {leaf.path.partition(".")[0] for leaf in shape.leaves} | {part.name for part in shape.parts}
    yield from (f"{name!r} is no field of {kind.name}" for name in item.record if name not in known)
    for leaf in shape.leaves:
        allowed = _labels(leaf, kind, profile)
        values = [value_at(item.record, leaf.path, None), *item.alternates.get(leaf.path, ())]
        yield from (
            f"{leaf.path}: {value!r} is none of its labels"
            for value in values
            if allowed is not None and value is not None and value not in allowed
        )


def _alternates(item: GoldItem, kind: RecordType) -> Iterator[str]:
    """Yield alternates of fields there are not, and single values where the field is a list."""
    shape = shape_of(kind.model)
    leaves = {leaf.path: leaf for leaf in shape.leaves}
    inner = {f"{part.name}.{leaf.path}": leaf for part in shape.parts for leaf in part.shape.leaves}
    for path, values in item.alternates.items():
        leaf = leaves.get(path) or inner.get(_NUMBER.sub(".", path, count=1))
        if leaf is None:
            yield f"the alternates name {path!r}, which is no field of {kind.name}"
        elif leaf.slot.compare in _LISTS and isinstance(value_at(item.record, path, None), list):
            yield from (
                f"alternates of {path}: {value!r} is not a list: write [[{value!r}]]"
                for value in values
                if not isinstance(value, list)
            )


def _labels(leaf: Leaf, kind: RecordType, profile: Profile) -> frozenset[str] | None:
    """Return the labels a field may carry, or None when it is free."""
    if leaf.vocabulary is not None:
        return frozenset(map(str, leaf.vocabulary))
    field = kind.model.model_fields.get(leaf.path)
    marks = [mark for mark in field.metadata if isinstance(mark, FromProfile)] if field else []
    return frozenset(profile.values(marks[0].attribute)) if marks else None


def _words_in_evidence(item: GoldItem, kind: RecordType, page: Page) -> Iterator[str]:
    """Yield verbatim words that stand in none of the item's evidence."""
    shown = fold("\n".join(span.quote for spans in item.evidence for span in spans))
    for name in kind.model.model_fields:
        slot = slot_of(kind.model, name)
        if slot.proof != "verbatim":
            continue
        for words in _texts(item.record.get(name)):
            named = slot.compare in ("name", "names") and is_named(words, page.text)
            if fold(words) not in shown and not named:
                yield f"{name}: {words!r} stands in none of its evidence"


def _names(item: GoldItem, kind: RecordType, page: Page) -> Iterator[str]:
    """Yield actors whom the article does not name."""
    for name in kind.model.model_fields:
        if slot_of(kind.model, name).proof != "named":
            continue
        yield from (
            f"{name}: the article names no {actor!r}"
            for actor in _texts(item.record.get(name))
            if fold(actor) not in page.folded_body
            and not any(is_named(actor, paragraph.of(page.text)) for paragraph in page.paragraphs)
        )


def _twins(case: Case, kind: RecordType) -> Iterator[Problem]:
    """Yield pairs of required items that look alike and contradict each other in nothing that decides."""
    shape = shape_of(kind.model)
    required = [item for item in case.items[kind.name] if item.required]
    for one, other in combinations(required, 2):
        alike = similarity(one, other, shape, case.context)
        if alike > TOO_ALIKE and judge(one, other, shape, case.context).credit:
            where = f"{case.gold.document}/{kind.name}/{one.id}"
            yield Problem(where, f"it and {other.id} are the same to the scorer ({alike:.2f}): make them one")


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [text for text in values if isinstance(text, str) and text]


def _all_strings(gold: Gold) -> Iterator[str]:
    for items in gold.items.values():
        for item in items:
            yield from _strings_in(item.record)
            yield from _strings_in(item.alternates)


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings_in(inner)


def unread(case: Case, record_types: Sequence[RecordType] = BUILT_IN) -> tuple[Problem, ...]:
    """Return the amounts that code cannot read from their words: worth a look, no mistake."""
    kinds = {kind.name: kind for kind in record_types}
    found = []
    for name, items in case.gold.items.items():
        for item in items:
            for leaf in shape_of(kinds[name].model).leaves:
                words = _texts(value_at(item.record, leaf.path, None))
                if leaf.slot.compare == "quantity" and words and leaf.path not in item.values:
                    found.append(
                        Problem(f"{name}/{item.id}", f"{leaf.path}: no amount is read from {words[0]!r}")
                    )
    return tuple(found)
