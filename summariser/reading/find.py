"""Which inputs some paths, folders and patterns stand for: found without opening one of them."""

# ruff: noqa: PTH114, PTH118, PTH207 - paths stay as the user wrote them, which `Path` would not let them

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from summariser.errors import InputError, UsageError
from summariser.reading.fetch import STDIN
from summariser.reading.hints import nearest
from summariser.reading.identify import DOCUMENT_SUFFIXES
from summariser.reading.problems import Reason, refused_by_system, rejected, skipped

LEDGER = "run.json"
"""The file that makes a folder an output folder of this package."""

_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})
_BACKUPS = (".bak", ".orig", ".swp", ".tmp", "~")
_NO_SUCH = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})
_SPECIAL = "is not a regular file and was not opened; pipe it in and name `-`"


class Found(NamedTuple):
    """One input, not yet read.

    Attributes:
        path: The path as given, or the folder's as given with the way inside it.
        asked: Whether the input was asked for by name or pattern, not met in a folder.
        root: The real path of the folder it must lie in; "" for an input asked for by name.
        inside: Where in `root` it lies.
        linked: Whether `path` is a link to it.
        problem: Why it will not be read, if that is already known.
    """

    path: str
    asked: bool = False
    root: str = ""
    inside: str = ""
    linked: bool = False
    problem: InputError | None = None


def find(paths: Sequence[str | os.PathLike[str]], *, commands: Sequence[str] = ()) -> tuple[Found, ...]:
    """Return what `paths` stand for, each file once, sorted by path.

    A path is a file, a folder (with everything in it, at any depth), a
    pattern (`*.txt`, `news/**/*.html`) or `-` for standard input. Nothing in
    a folder is passed over silently: what is not read has a `problem`.

    Args:
        paths: What the user named.
        commands: Words that may have been meant when a path does not exist.

    Raises:
        UsageError: A path that does not exist, a pattern that matches
            nothing, or nothing to read in all of `paths`.
    """
    if not paths:
        raise UsageError("no input is named: give files, folders, patterns, or - for standard input")
    found = _once(one for path in paths for one in _stands_for(os.fspath(path), commands))
    if all(one.problem and one.problem.skip for one in found):
        why = "; ".join(str(one.problem) for one in found if one.asked)
        raise UsageError(f"no articles found: {why}")
    return tuple(sorted(found, key=lambda one: one.path))


def _stands_for(path: str, commands: Sequence[str]) -> list[Found]:
    if path == STDIN:
        return [Found(STDIN, asked=True)]
    try:
        mode = Path(path).stat().st_mode if path else None
    except OSError as error:
        if error.errno not in _NO_SUCH:
            return [Found(path, asked=True, problem=refused_by_system(path, error))]
        mode = None
    except ValueError:  # a NUL in the name
        mode = None
    if mode is None:
        return _link_or_pattern(path, commands)
    if stat.S_ISDIR(mode):
        return _folder(path)
    one = Found(os.path.normpath(path), asked=True, linked=os.path.islink(path))
    return [one if stat.S_ISREG(mode) else one._replace(problem=rejected(path, "not-a-file", _SPECIAL))]


def _link_or_pattern(path: str, commands: Sequence[str]) -> list[Found]:
    if "\0" not in path and os.path.islink(path):
        problem = rejected(path, "symlink", "is a link that leads nowhere: name the file itself")
        return [Found(path, asked=True, problem=problem)]
    if "\0" in path or not glob.has_magic(path):
        raise UsageError(f"{path!r} does not exist{nearest(path, commands)}")
    matches = _matching(path)
    if not matches:
        raise UsageError(f"no file matches the pattern {path!r}: check it, or name files or folders")
    return matches


def _matching(pattern: str) -> list[Found]:
    """Return what a pattern matches: as the shell does, and with `**` for folders at any depth.

    `**` walks as folders are walked, so it enters no link, hidden folder or
    output folder, and what follows it is matched from the right.
    """
    parts = Path(pattern).parts
    if "**" not in parts:
        return [one for path in sorted(glob.glob(pattern)) for one in _stands_for(path, ())]
    deep = parts.index("**")
    base, wanted = os.path.join("", *parts[:deep]), os.path.join("", *parts[deep + 1 :])
    folders = sorted(glob.glob(base)) if base else [""]
    if not wanted:
        return [one for folder in folders for one in _folder(folder or ".")]
    walked = (one for folder in folders for one in _walk(folder))
    return [one._replace(asked=True) for one in walked if _is_wanted(one, wanted)]


def _is_wanted(one: Found, wanted: str) -> bool:
    if one.problem:
        return not one.problem.skip
    return PurePath(one.path).match(wanted)


def _folder(path: str) -> list[Found]:
    """Return what a folder holds, and the folder itself if that is nothing to read."""
    found = [_document_or_not(one) for one in _walk(path)]
    if any(one.asked or not (one.problem and one.problem.skip) for one in found):
        return found
    reasons = Counter(one.problem.reason for one in found if one.problem)
    counts = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "nothing at all"
    message = f"holds no article (but {counts}): articles end in {' '.join(DOCUMENT_SUFFIXES)}"
    return [*found, _skip(Found(path, asked=True), "empty", message)]


def _walk(path: str) -> Iterator[Found]:
    """Yield every file below the folder `path`; a loop, since folders may nest deeper than calls can."""
    root = os.path.realpath(path)
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        shown = os.path.join(path, inside) if inside else path
        try:
            with os.scandir(shown or ".") as entries:
                listed = list(entries)
        except OSError as error:
            yield Found(shown, asked=not inside, problem=refused_by_system(shown, error))
            continue
        if any(entry.name == LEDGER for entry in listed):
            one = Found(shown, asked=not inside)
            yield _skip(one, "output-folder", f"holds a {LEDGER}, so it is an output folder, never input")
            continue
        for entry in listed:
            met = _entry(entry, path, root, inside)
            if met is None:
                waiting.append(os.path.join(inside, entry.name))
            else:
                yield met


def _entry(entry: os.DirEntry[str], path: str, root: str, inside: str) -> Found | None:
    """Return what one entry of a folder is, or None for a folder to enter."""
    within = os.path.join(inside, entry.name)
    one = Found(os.path.normpath(os.path.join(path, within)), root=root, inside=within)
    if _is_clutter(entry.name):
        return _skip(one, "hidden", "is hidden or a backup: name it to have it read")
    if entry.is_symlink():
        return _link(one)
    if entry.is_dir(follow_symlinks=False):
        return None
    if entry.is_file(follow_symlinks=False):
        return one
    return _skip(one, "not-a-file", _SPECIAL)


def _link(one: Found) -> Found:
    """Return a link met in a folder: to be read only if it leads to a file in the same folder."""
    try:
        target = os.path.realpath(one.path, strict=True)
        mode = Path(target).stat().st_mode
    except OSError:
        return _skip(one, "symlink", "is a link that leads nowhere, or back to itself")
    if stat.S_ISDIR(mode):
        return _skip(
            one, "symlink", "is a link to a folder, and links are not entered: name the folder itself"
        )
    if os.path.commonpath((target, one.root)) != one.root:
        return _skip(one, "symlink", "is a link to a file outside its folder: name the file itself")
    if not stat.S_ISREG(mode):
        return _skip(one, "not-a-file", _SPECIAL)
    return one._replace(inside=os.path.relpath(target, one.root), linked=True)


def _document_or_not(one: Found) -> Found:
    if one.problem or PurePath(one.path).suffix.lower() in DOCUMENT_SUFFIXES:
        return one
    return _skip(one, "not-a-document", "does not end like an article: name it to have it read all the same")


def _once(found: Iterable[Found]) -> list[Found]:
    """Return every file once: under its own path rather than a link's, and as asked for if it ever was."""
    rows: dict[str, Found] = {}
    first: dict[str, str] = {}
    folders: dict[str, str] = {}
    for one in sorted(found, key=lambda one: (one.problem is not None, one.linked, one.path)):
        path = one.path if one.problem else first.setdefault(_real(one, folders), one.path)
        if one.linked and path != one.path:
            rows[one.path] = _skip(one, "duplicate", f"leads to the same file as {path!r}")
        elif path in rows:
            rows[path] = rows[path]._replace(asked=one.asked or rows[path].asked)
        else:
            rows[path] = one
    return list(rows.values())


def _real(one: Found, folders: dict[str, str]) -> str:
    """Return the path that names one file however it was reached; `folders` remembers those seen."""
    if one.path == STDIN:
        return STDIN
    if one.root:
        return os.path.join(one.root, one.inside)
    if one.linked:
        return os.path.realpath(one.path)
    folder, name = os.path.split(one.path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$", "#")) or name.lower().endswith(_BACKUPS) or name.lower() in _CLUTTER


def _skip(one: Found, reason: Reason, message: str) -> Found:
    return one._replace(problem=skipped(one.path, reason, message))
