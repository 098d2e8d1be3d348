"""Every regular expression of the package, how it is used, and texts made to slow it down."""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the library's own parse tree has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import Any, NamedTuple

import summariser

PACKAGE = Path(summariser.__file__).parent
METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
ENDS = ("", "\0", "x!", "\n", "0")
"""What may follow a pump and make a match fail late."""

HAND_MADE = (
    "a", "A", "0", " ", "\n", "\t", "\r\n", "\u00a0", "aa ", "A a ", "0,", "0.", "0 ", "1,000", "000,", ".", ". ", "..",
    "…", "-", "–", "—", "'", "’", '"', "“", "(", ")", "[", "<", "</", "<a ", "<!--", "&", "&amp;", "{", "{{", "\\",
    "\\n", "`", "```", "|", "#", "*", "_", "/", "http://", "www.", "@", "a@a.", "Mr. ", "A.", "U.S.", "and ", "of the ",
    "not ", "percent ", "million ", "$1 ", "€", "January 1, ", "1/1/", "2025-", "last ", "é", "Ж", "中", "。", "\u200b",
    "one hundred ", "twenty-", "\x1b[", "a a-a'a", "Aa Aa ", "the ", "by A ", "A: ", '"a', "”", "=",
)  # fmt: skip
"""Units that hostile or damaged articles repeat."""


IN_LOOPS = {"summariser.normalise.numbers._SHAPES": "fullmatch"}
"""Tables of patterns that a loop goes over, with the method it calls on each."""


class Used(NamedTuple):
    """One pattern: where it stands, its name there, and the methods it is called by."""

    where: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


@lru_cache(maxsize=1)
def in_use() -> tuple[Used, ...]:
    """Return every compiled pattern that a module of the package holds, each once, and those written in a call."""
    methods = _methods_by_name()
    found: dict[tuple[str, int], Used] = {}
    for info in pkgutil.walk_packages(summariser.__path__, "summariser."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            used = methods.get((info.name, name), METHODS)
            for pattern in _held(value):
                key = pattern.pattern, pattern.flags
                known = found.get(key, Used(f"{info.name}.{name}", pattern, frozenset()))
                found[key] = known._replace(methods=known.methods | used)
    for where, pattern, method in _written_in_calls():
        found.setdefault((pattern.pattern, pattern.flags), Used(where, pattern, frozenset({method})))
    return tuple(sorted(found.values(), key=lambda used: (used.where, used.pattern.pattern)))


def work(used: Used) -> Callable[[str], object]:
    """Return the costliest thing that the package does with a pattern: looking everywhere, or from the start only."""
    if used.where in IN_LOOPS:
        return getattr(used.pattern, IN_LOOPS[used.where])  # type: ignore[no-any-return]  # a method by its name
    if used.methods <= {"match"}:
        return used.pattern.match
    if used.methods <= {"match", "fullmatch"}:
        return used.pattern.fullmatch
    return lambda text: sum(1 for _ in used.pattern.finditer(text))


def pumps(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return units to repeat: what the pattern's own parts match, those parts joined, and units made by hand."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    parts = list(dict.fromkeys(itertools.chain.from_iterable(_samples_of_parts(tree))))
    joined = ["".join(pair) for pair in itertools.pairwise(parts)]
    return tuple(dict.fromkeys(unit for unit in (*parts[:60], *joined[:40], *HAND_MADE) if unit))


def growing(unit: str, lead: str) -> Iterator[Callable[[int], str]]:
    """Yield functions from a size to a pump of about so many characters, with what may make a match fail late."""
    ends = [("", end) for end in ENDS] + ([(lead, ""), (lead, "\0")] if lead else [])
    yield from (partial(_pump, unit, before, after) for before, after in ends)


def _pump(unit: str, before: str, after: str, size: int) -> str:
    return f"{before}{unit * max(1, size // len(unit))}{after}"


def lead(pattern: re.Pattern[str]) -> str:
    """Return a shortest text that leads into a pattern: what its first parts match."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return next(iter(_samples(list(tree)[: max(1, len(tree) // 2)])), "")


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:  # noqa: ANN401 - whatever a module holds
    """Yield the text patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and not isinstance(value, type):
        for inner in _inside(value):
            yield from _held(inner, depth + 1)


def _inside(value: Any) -> Iterable[Any]:  # noqa: ANN401 - as above
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return value
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else ()


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        yield name, ast.parse(path.read_text("utf-8"))


def _methods_by_name() -> Mapping[tuple[str, str], frozenset[str]]:
    """Return by module and global name the pattern methods it is called by; a name passed on may be called by all."""
    called: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in _trees():
        owners = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in METHODS
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
                called[module, node.value.id].add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in owners:
                called[module, node.id] |= METHODS
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    called[module, alias.name] |= METHODS
    return {name: frozenset(methods) for name, methods in called.items()}


def _written_in_calls() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Yield the literal patterns of calls such as `re.sub(r"…", …)`."""
    for name, tree in _trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in METHODS
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                yield f"{name}:{node.lineno}", re.compile(node.args[0].value), node.func.attr


def _samples_of_parts(tree: Any) -> Iterator[list[str]]:  # noqa: ANN401 - the library's own type
    """Yield texts that each part of a parsed pattern matches, from the whole down to single repeats."""
    yield _samples(list(tree))
    for code, argument in tree:
        for inner in _children(code, argument):
            yield from _samples_of_parts(inner)


def _children(code: Any, argument: Any) -> list[Any]:  # noqa: ANN401 - as above
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [argument[2]]
    if code is codes.SUBPATTERN:
        return [argument[3]]
    if code is codes.BRANCH:
        return list(argument[1])
    if code is codes.ATOMIC_GROUP:
        return [argument]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [argument[1]]
    return []


def _samples(nodes: list[Any], most: int = 6) -> list[str]:
    """Return a few texts that a sequence of nodes matches."""
    made = [""]
    for code, argument in nodes:
        choices = _choices(code, argument)[:most]
        made = [
            text + choice for text, choice in itertools.islice(itertools.product(made, choices or [""]), most)
        ]
    return made


def _choices(code: Any, argument: Any) -> list[str]:  # noqa: ANN401 - the library's own type
    """Return a few texts that one node matches."""
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, inner = argument
        once = _samples(list(inner))
        return [text * max(least, 1) for text in once] + ([""] if least == 0 else [])
    if code is codes.BRANCH:
        return [text for branch in argument[1] for text in _samples(list(branch), 2)]
    simple: dict[Any, Callable[[Any], list[str]]] = {
        codes.LITERAL: lambda letter: [chr(letter)],
        codes.ANY: lambda _: ["a", " "],
        codes.NOT_LITERAL: lambda _: ["a", " "],
        codes.IN: _of_class,
        codes.SUBPATTERN: lambda group: _samples(list(group[3])),
        codes.ATOMIC_GROUP: lambda group: _samples(list(group)),
    }
    return simple[code](argument) if code in simple else [""]


_CATEGORIES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: " ",
}


def _of_class(items: list[Any]) -> list[str]:
    if items[0][0] is codes.NEGATE:
        barred = {chr(argument) for code, argument in items[1:] if code is codes.LITERAL}
        return [mark for mark in "a 1.-" if mark not in barred][:2]
    texts: list[str] = []
    for code, argument in items:
        if code is codes.LITERAL:
            texts.append(chr(argument))
        elif code is codes.RANGE:
            texts.append(chr(argument[0]))
        elif code is codes.CATEGORY:
            texts.append(_CATEGORIES.get(argument, "a"))
    return texts[:4]
