"""`summarise gold new`, `lint` and `agreement`: make and check labels."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from summariser.cli.problems import TROUBLE, give, say
from summariser.errors import GoldError, UsageError
from summariser.evaluation.agreement import Agreement, agreement, disagreements, pair_up
from summariser.evaluation.checks import gold_problems
from summariser.evaluation.gold import Aliases, Case, case_of, read_aliases
from summariser.evaluation.labelling import new_sheet
from summariser.evaluation.run import labelled, page_of
from summariser.evaluation.sheet import gold_of, read_sheet
from summariser.evaluation.show import Table, as_text
from summariser.profiles import load_profile
from summariser.reading import read
from summariser.resources import gold_folder


def new_command(article: Path, *, output: Path | None, profile: str) -> int:
    """Write a label sheet for `article` and return 0; an existing sheet is never overwritten."""
    document = read(article)
    path = output or Path(f"{document.id}.toml")
    if path.is_dir():
        path /= f"{document.id}.toml"
    if path.exists():
        raise UsageError(f"{str(path)!r} is there already: name another with -o")
    place = Path(os.path.relpath(article.resolve(), path.resolve().parent)).as_posix()
    path.write_text(new_sheet(document, place, load_profile(profile)), "utf-8", newline="\n")
    say(f"{path}: fill it in, then `summarise gold lint --fix {path}`")
    return 0


def lint_command(paths: Sequence[Path], *, fix: bool) -> int:
    """Check gold files and sheets, write spans and values with `fix`, and return 1 for problems."""
    paths = paths or [gold_folder()]
    problems: list[str] = []
    for path in paths:
        if path.is_dir():
            problems += [note for file in sorted(path.glob("*.toml")) for note in _fix(file, write=fix)]
            problems += [note for file in _gold_files(path) for note in _fix(file, write=True)] if fix else []
            problems += gold_problems(path)
        else:
            problems += _fix(path, write=fix)
    for problem in problems:
        say(problem)
    say(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}" if problems else "nothing to mend")
    return TROUBLE if problems else 0


def agreement_command(first: Path, second: Path, *, gold: Path | None, as_json: bool) -> int:
    """Print how far two label passes agree and every item to adjudicate; return 0."""
    folder = gold or gold_folder()
    aliases = read_aliases(folder)
    articles = _articles(folder)
    passes = [
        (_case(one, articles, aliases), _case(other, articles, aliases))
        for one, other in _pairs(first, second)
    ]
    found = agreement(passes)
    open_items = [each for one, other in passes for each in disagreements(pair_up(one, other))]
    if as_json:
        give(
            {
                "agreement": {name: value._asdict() for name, value in found.items()},
                "to_adjudicate": [each._asdict() for each in open_items],
            }
        )
        return 0
    print("\n".join(as_text(agreement_table(found))))  # noqa: T201 - data goes to standard output
    print(f"\nto adjudicate: {len(open_items)}")  # noqa: T201 - see above
    for each in open_items:
        what = each.field or "only one has it"
        says = [json.dumps(value, ensure_ascii=False) for value in each.values]
        print(f"- {each.document} {each.record_type} {each.first or '–'} / {each.second or '–'}: {what}")  # noqa: T201
        print(f"    first   {says[0]}\n    second  {says[1]}")  # noqa: T201 - see above
    return 0


def agreement_table(found: dict[str, Agreement]) -> Table:
    """Return agreement per record type: F1 under the scorer, F1 of first values alone, kappas."""
    rows = []
    for name, each in found.items():
        kappas = ", ".join(
            f"{path} {value:.2f}"
            for path, (value, _) in each.kappas.items()
            if value is not None and "." not in path
        )
        rows.append(
            (
                name.replace("_", " "),
                f"{each.items[0]} / {each.items[1]}",
                *(
                    "–" if value is None else f"{value:.2f}"
                    for value in (each.soft_f1, each.strict_f1, each.bare_f1)
                ),
                kappas,
            )
        )
    return Table(("", "items", "soft F1", "strict F1", "first values", "kappa"), tuple(rows))


def _fix(path: Path, *, write: bool) -> list[str]:
    """Return what is wrong with a sheet or gold file; with `write`, write the gold file that it makes."""
    sheet = read_sheet(path)
    article = path.parent / str(sheet.get("article", ""))
    if not article.is_file():
        return [
            f"{path}: its article is not at {str(sheet.get('article', ''))!r}: set `article` to the path from this file"
        ]
    document = read(article)
    document = document.model_copy(update={"id": str(sheet.get("document", document.id))})
    profile = str(sheet.get("profile", "peace"))
    gold, problems = gold_of(sheet, page_of(document, profile), profile)
    if write and not problems:
        target = path.with_suffix(".json") if path.suffix == ".toml" else path
        target.write_text(
            json.dumps(gold.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n"
        )
    return [f"{path}: {problem}" for problem in problems]


def _gold_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.json") if path.name != "aliases.json")


def _articles(folder: Path) -> dict[str, Path]:
    """Return where the articles of a gold folder lie, by document."""
    return {each.gold.document: each.path.parent / each.gold.article for each in labelled(folder)}


def _pairs(first: Path, second: Path) -> list[tuple[Path, Path]]:
    """Return the files of two passes, paired by name where folders are given."""
    if not first.is_dir():
        return [(first, second)]
    names = sorted({path.name for path in first.iterdir()} & {path.name for path in second.iterdir()})
    if not names:
        raise GoldError(f"no file name is in both {str(first)!r} and {str(second)!r}")
    return [(first / name, second / name) for name in names]


def _case(path: Path, articles: dict[str, Path], aliases: Aliases) -> Case:
    sheet = read_sheet(path)
    name = str(sheet.get("document", path.stem))
    article = path.parent / str(sheet["article"]) if sheet.get("article") else articles.get(name)
    if article is None or not article.is_file():
        raise GoldError(f"{str(path)!r}: no gold names its article; set `article` in the sheet")
    document = read(article).model_copy(update={"id": name})
    profile = str(sheet.get("profile", "peace"))
    page = page_of(document, profile)
    gold, problems = gold_of(sheet, page, profile)
    for problem in problems:
        say(f"{path}: {problem}")
    return case_of(gold, page, aliases)
