"""Gold records: what labellers wrote down for an article, and the case that the scorer makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from summariser.document import Frozen, Span
from summariser.errors import GoldError
from summariser.evaluation.compare import Context
from summariser.evaluation.items import Item
from summariser.evaluation.shape import shape_of
from summariser.fold import fold
from summariser.ground import Page
from summariser.normalise import mentions, name_key
from summariser.records import BUILT_IN, RecordType

SCHEMA_VERSION = "1.0"
ALIASES = "aliases.json"
DOSSIER = "dossier.json"
"""What the gold of a dossier is called, beside the gold of the articles."""

NOT_LISTS = frozenset({"schema_version", "document", "sha256", "profile", "article", "held_out", "traps"})
"""The fields of a gold file that are no list of records."""

TrapKind = Literal["furniture", "placeholder", "lookalike", "wrong_merge"]


class GoldSpan(Span):
    """A span of evidence and its words, so that a file can be read, checked and mended by itself."""

    quote: str


class GoldItem(Frozen):
    """One gold record.

    Attributes:
        id: Names it within its list and article.
        required: Whether a summary that lacks it is at fault.
        record: The labelled fields; a field that is left out is not scored.
        alternates: Further right values, by path of the field.
        evidence: Every acceptable set of spans.
        values: What code reads from the verbatim fields, by name; written by the lint, checked by it.
    """

    id: str
    required: bool = True
    record: dict[str, Any]
    alternates: dict[str, list[Any]] = {}
    evidence: tuple[tuple[GoldSpan, ...], ...]
    values: dict[str, list[dict[str, Any]]] = {}


class Trap(Frozen):
    """Something that must not be reported.

    Attributes:
        kind: `furniture` and `placeholder`: no evidence may touch the span. `lookalike`: no record of
            `types` may draw its amount from it. `wrong_merge`: no actor may have all of `names`.
        types: Record types it is a trap for; all when empty.
    """

    kind: TrapKind
    span: GoldSpan
    note: str = ""
    types: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Gold(NamedTuple):
    """The gold file of one article.

    Attributes:
        document: Id of the article.
        sha256: Digest of its bytes.
        profile: Name of the profile it was labelled with.
        article: Where the article lies, relative to the gold file; "" when only a stored run has it.
        held_out: Whether prompts were written without looking at this article; its figures are reported apart.
        items: Gold items by name of the record type.
        traps: What must not be reported.
    """

    document: str
    sha256: str
    profile: str
    items: Mapping[str, tuple[GoldItem, ...]]
    traps: tuple[Trap, ...] = ()
    article: str = ""
    held_out: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the file's content: the record types are top-level lists."""
        lists = {
            name: [
                item.model_dump(mode="json", exclude_defaults=True) | {"required": item.required}
                for item in items
            ]
            for name, items in self.items.items()
        }
        return {
            "schema_version": SCHEMA_VERSION,
            "document": self.document,
            "sha256": self.sha256,
            "profile": self.profile,
            "article": self.article,
            "held_out": self.held_out,
            **lists,
            "traps": [trap.model_dump(mode="json", exclude_defaults=True) for trap in self.traps],
        }


class Aliases(Frozen):
    """Names and subjects that mean the same, committed beside the gold: canonical wording to the others."""

    names: dict[str, tuple[str, ...]] = {}
    topics: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """One article with its gold: all that scoring needs.

    Attributes:
        gold: The gold file.
        page: The article with zones and date.
        items: Gold items as the scorer sees them, by name of the record type.
        context: What names and times in this article mean.
    """

    gold: Gold
    page: Page
    items: Mapping[str, tuple[Item, ...]]
    context: Context


def read_gold(path: Path, record_types: Sequence[RecordType] = BUILT_IN) -> Gold:
    """Return the gold in a file.

    Raises:
        GoldError: The file is not gold, or has a list that no record type is named after.
    """
    try:
        data = json.loads(path.read_bytes())
        return parse_gold(data, record_types)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        reason = f"no field {error}" if isinstance(error, KeyError) else error
        raise GoldError(f"{str(path)!r} is not a gold file: {reason}") from error


def parse_gold(data: Mapping[str, Any], record_types: Sequence[RecordType] = BUILT_IN) -> Gold:
    """Return the gold in a decoded file.

    Raises:
        KeyError: A field is missing.
        ValueError: A field is unknown or wrong.
    """
    known = [kind.name for kind in record_types]
    lists = {name: data[name] for name in known if name in data}
    unknown = (
        set(data)
        - set(lists)
        - {"schema_version", "document", "sha256", "profile", "article", "held_out", "traps"}
    )
    if unknown:
        raise ValueError(f"unknown list {min(unknown)!r}; the record types are {', '.join(known)}")
    return Gold(
        document=data["document"],
        sha256=data["sha256"],
        profile=data["profile"],
        items={name: tuple(GoldItem.model_validate(item) for item in items) for name, items in lists.items()},
        traps=tuple(Trap.model_validate(trap) for trap in data.get("traps", ())),
        article=data.get("article", ""),
        held_out=data.get("held_out", False),
    )


def article_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that hold gold of an article, sorted; () when there is none."""
    return tuple(sorted(path for path in folder.glob("*.json") if path.name not in {ALIASES, DOSSIER}))


def gold_files(folder: Path) -> tuple[Path, ...]:
    """Return the gold files of the articles of a folder, sorted.

    Raises:
        GoldError: There is none.
    """
    found = article_files(folder)
    if not found:
        raise GoldError(f"no gold file in {str(folder)!r}: `summarise gold new ARTICLE` starts one")
    return found


def read_aliases(folder: Path) -> Aliases:
    """Return the aliases beside the gold in `folder`; none when there is no such file.

    Raises:
        GoldError: The file is not what it should be.
    """
    path = folder / ALIASES
    if not path.exists():
        return Aliases()
    try:
        return Aliases.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise GoldError(f"{str(path)!r} is not a table of aliases: {error}") from error


def case_of(gold: Gold, page: Page, aliases: Aliases, record_types: Sequence[RecordType] = BUILT_IN) -> Case:
    """Return the case of an article.

    Raises:
        GoldError: The gold was labelled on other bytes than the article's.
    """
    if gold.sha256 != page.sha256:
        raise GoldError(
            f"{gold.document!r}: the gold was labelled on other bytes than this article's; "
            "`summarise gold lint --fix` finds its quotes again"
        )
    kinds = {kind.name: kind for kind in record_types}
    context = context_of(gold, page, aliases, record_types)
    items = {
        name: tuple(_item(item, kinds[name], page) for item in items) for name, items in gold.items.items()
    }
    return Case(gold, page, items, context)


def context_of(
    gold: Gold, page: Page, aliases: Aliases, record_types: Sequence[RecordType] = BUILT_IN
) -> Context:
    """Return what names and times mean in an article: the aliases, and every wording of its gold actors."""
    names = {name_key(other): name_key(name) for name, others in aliases.names.items() for other in others}
    for kind in record_types:
        for path in _surface_paths(kind):
            for item in gold.items.get(kind.name, ()):
                _one_actor(item, path, names)
    names.pop("", None)
    topics = {fold(other): topic for topic, others in aliases.topics.items() for other in others}
    return Context(names=names, topics=topics, published=page.published, holidays=page.holidays)


def _one_actor(item: GoldItem, path: str, names: dict[str, str]) -> None:
    """Make all wordings of an actor one name, with every alias of any of them; alternates join if they are free."""
    key = name_key(str(item.record.get("name", "")))
    own = {key, *(name_key(str(form)) for form in item.record.get(path, ()))}
    head = names.get(key, key)
    merged = {names.get(form, form) for form in own}
    for form in own | merged | {form for form, name in names.items() if name in merged}:
        names[form] = head
    for forms in item.alternates.get(path, ()):
        for form in forms:
            names.setdefault(name_key(form), head)


def _surface_paths(kind: RecordType) -> list[str]:
    return [leaf.path for leaf in shape_of(kind.model).leaves if leaf.slot.compare == "surface"]


def _item(item: GoldItem, kind: RecordType, page: Page) -> Item:
    return Item(
        id=item.id,
        record=item.record,
        evidence=tuple(tuple(Span(start=s.start, end=s.end) for s in spans) for spans in item.evidence),
        required=item.required,
        alternates=item.alternates,
        mentions=_mentions(item, kind, page),
    )


def _mentions(item: GoldItem, kind: RecordType, page: Page) -> tuple[Span, ...]:
    """Return where the article names an actor: any mention is as good a proof as another."""
    paths = _surface_paths(kind)
    if not paths:
        return ()
    forms = {
        str(item.record.get("name", "")),
        *(form for path in paths for form in item.record.get(path, ())),
    }
    return tuple(
        sorted(
            {span for form in forms if form for span in mentions(form, page.text)},
            key=lambda s: (s.start, s.end),
        )
    )
