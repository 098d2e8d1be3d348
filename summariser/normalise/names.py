"""Whether, and where, a text names an actor.

An actor is named by the full name, by a person's surname, by another name or
adjective of a country or body ("American" names the United States, "Ukrainian
officials" Ukraine), and a group by its head noun with what qualifies it
("officials from Europe" are European officials).

What could be somebody else is not taken: a surname after another given name
("Boris Johnson" for Mike Johnson) or before another name ("Graham Norton" for
Lindsey Graham), a country inside a longer name ("South Sudan", "New Mexico").
Headlines In Title Case tell no names from words, so there a surname alone counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from summariser.document import Span
from summariser.normalise.demonyms import LOOKALIKES, SHORT_FORMS, by_name, entities
from summariser.normalise.groups import find_group
from summariser.normalise.namekeys import FUNCTION_WORDS, CoreName, core_name
from summariser.normalise.nametext import Match, bare, indexed, occurrences
from summariser.normalise.persons import find_person, is_person, is_same_generation
from summariser.normalise.tokens import Phrase, Tokens, tokenise

_LONGEST_LOOKALIKE = 4
_SHORTEST_ABBREVIATION = 3


def is_named(name: str, text: str) -> bool:
    """Return whether `text` names the actor `name`.

    >>> is_named("Kirill Dmitriev", "Mr. Dmitriev left"), is_named("Mike Johnson", "Boris Johnson left")
    (True, False)
    """
    return next(_found(name, text), None) is not None


def mentions(name: str, text: str) -> tuple[Span, ...]:
    """Return where `text` names the actor `name`, left to right, none overlapping; spans are code points.

    >>> mentions("Ukraine", "Ukrainian officials")
    (Span(start=0, end=9),)
    """
    tokens = indexed(text).tokens
    kept: list[Match] = []
    for match in sorted(set(_found(name, text)), key=lambda found: (found.start, -found.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return tuple(tokens.span(*match) for match in kept)


def _found(name: str, text: str) -> Iterator[Match]:
    core = core_name(name)
    if not any(core.words):
        return
    view, person = indexed(text), is_person(core)
    for form in _forms(name, core):
        for match in occurrences(view, form.words):
            written = _is_written(view.tokens, match, form=form) and not _is_inside_another(
                view.tokens, match, core=core
            )
            if written and (not person or is_same_generation(view.tokens, match.end)):
                yield match
    if core.words not in by_name():
        yield from find_person(view, core) if person else find_group(view, core)


class _Form(NamedTuple):
    """One wording of a name: its words, and which letters must be capitals for it to be meant as a name."""

    words: Phrase
    capitals: Literal["none", "first", "all"] = "none"


def _forms(name: str, core: CoreName) -> Iterator[_Form]:
    """Yield the wordings that name the actor wherever they stand."""
    short = core.words in by_name() and core.words[0] in SHORT_FORMS
    for words in dict.fromkeys((core.words, _as_written(name))):
        yield _Form(words, "all" if short and len(words) == 1 else "none")
    entity = by_name().get(core.words)
    if entity is not None:
        for words in (*entity.names, *entity.belonging):
            yield _Form(words, "all" if words[0] in SHORT_FORMS and len(words) == 1 else "first")
    elif not is_person(core):
        yield from _abbreviation(core)


def _as_written(name: str) -> Phrase:
    """Return the words of a name, title included, and the marks between them that tell names apart ("&")."""
    tokens = tokenise(name)
    places = [index for index, token in enumerate(tokens.row) if token.kind in {"word", "number"}]
    kept = (index for index in range(places[0], places[-1] + 1) if tokens.at(index).text not in {"-", "."})
    return tuple(bare(tokens, index) for index in kept)


def _abbreviation(core: CoreName) -> Iterator[_Form]:
    """Yield the initials of a name of three words or more, such as IAEA."""
    words = [word for word in core.words if word not in FUNCTION_WORDS]
    if len(words) >= _SHORTEST_ABBREVIATION:
        yield _Form(("".join(word[0] for word in words),), "all")


def _is_written(tokens: Tokens, match: Match, *, form: _Form) -> bool:
    if form.capitals == "all":
        return tokens.is_upper(match.start)
    return form.capitals == "none" or tokens.at(match.start).capital


def _is_inside_another(tokens: Tokens, match: Match, *, core: CoreName) -> bool:
    """Return whether the words are part of a longer name of somebody else."""
    own = by_name().get(core.words)
    for start in range(match.start, match.start - _LONGEST_LOOKALIKE, -1):
        for phrase, owner in _longer_names().get(tokens.word(start), ()):
            end = tokens.phrase_end(start, phrase)
            covers = end is not None and end >= match.end and end - start > match.end - match.start
            if covers and phrase != core.words and (own is None or owner != own.name):
                return True
    return False


@lru_cache(maxsize=1)
def _longer_names() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Return every known name of several words under its first word, with the entity it belongs to."""
    table: dict[str, list[tuple[Phrase, str]]] = {}
    for entity in entities():
        for phrase in (*entity.names, *entity.belonging):
            table.setdefault(phrase[0], []).append((phrase, entity.name))
    for phrase in LOOKALIKES:
        table.setdefault(phrase[0], []).append((phrase, ""))
    return {first: tuple(row for row in rows if len(row[0]) > 1) for first, rows in table.items()}
