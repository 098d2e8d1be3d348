"""`summarise gold new`, `lint` and `agreement`: make and check labels."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summariser.cli.problems import TROUBLE, give, say
from summariser.errors import GoldError, UsageError
from summariser.evaluation.agreement import Agreement, Disagreement, agreement, disagreements, pair_up
from summariser.evaluation.articles import labelled, page_of
from summariser.evaluation.checks import dossier_problems, gold_problems
from summariser.evaluation.dossier.agreement import DossierAgreement
from summariser.evaluation.dossier.agreement import agreement as agreement_of_dossiers
from summariser.evaluation.dossier.corpora import read_corpus
from summariser.evaluation.dossier.passes import read_pass
from summariser.evaluation.dossier.show import agreement_lines
from summariser.evaluation.gold import DOSSIER, Aliases, Case, article_files, case_of, read_aliases
from summariser.evaluation.labelling import SCORED, new_sheet
from summariser.evaluation.lint import lint, unread
from summariser.evaluation.sheet import gold_of, read_sheet
from summariser.evaluation.table import Table, as_text
from summariser.profiles import load_profile
from summariser.reading import read
from summariser.resources import gold_folder, trade_folder

ENOUGH = 0.80
"""Least agreement between two labellers from which their labels are worth adjudicating."""


def new_command(article: Path, *, output: Path | None, profile: str, only: str | None = None) -> int:
    """Write a label sheet for `article` and return 0; an existing sheet is never overwritten.

    Raises:
        UsageError: The sheet is there already, or `only` names no labelled record type.
    """
    wanted = {name.strip() for name in (only or "").split(",") if name.strip()}
    if wanted - {kind.name for kind in SCORED}:
        raise UsageError(f"--only takes names of {', '.join(kind.name for kind in SCORED)}, not {only!r}")
    kinds = tuple(kind for kind in SCORED if not wanted or kind.name in wanted)
    if not article.is_file():
        raise UsageError(f"there is no article {str(article)!r}")
    document = read(article)
    path = output or Path(f"{document.id}.toml")
    if path.suffix != ".toml":
        path /= f"{document.id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise UsageError(f"{str(path)!r} is there already: name another with -o")
    place = Path(os.path.relpath(article.resolve(), path.resolve().parent)).as_posix()
    path.write_text(new_sheet(document, place, load_profile(profile), kinds), "utf-8", newline="\n")
    say(f"{path}: fill it in, then `summarise gold lint --fix {path}`")
    return 0


def lint_command(paths: Sequence[Path], *, fix: bool) -> int:
    """Check gold files and sheets, write spans and values with `fix`, and return 1 for problems."""
    problems: list[str] = []
    for path in paths or [folder for folder in (gold_folder(), trade_folder()) if folder.is_dir()]:
        if not path.is_dir():
            beside = path.name == DOSSIER
            problems += dossier_problems(path.parent) if beside else _sheet_problems(path, fix=fix)
            continue
        sheets = sorted(path.glob("*.toml")) + (_gold_files(path) if fix else [])
        if not sheets and not _gold_files(path) and not (path / DOSSIER).is_file():
            raise UsageError(
                f"no label sheet and no gold in {str(path)!r}: `summarise gold new ARTICLE` starts one"
            )
        problems += [problem for sheet in sheets for problem in _sheet_problems(sheet, fix=fix)]
        if not problems:
            problems += gold_problems(path) if _gold_files(path) else dossier_problems(path)
    for problem in problems:
        say(problem)
    if not problems:
        say("everything checked is as it should be")
    return TROUBLE if problems else 0


def _sheet_problems(path: Path, *, fix: bool) -> list[str]:
    """Return what is wrong with a sheet or gold file; write the gold that it makes, if `fix` and nothing is."""
    sheet = read_sheet(path)
    case, problems = _made(path, sheet)
    target = path.with_suffix(".json")
    if case is None or problems:
        return problems
    data = json.dumps(case.gold.as_json(), ensure_ascii=False, indent=1) + "\n"
    if fix:
        target.write_text(data, "utf-8", newline="\n")
        say(f"{target}: {_counted(case)}")
        for note in unread(case):
            say(f"{path}: note: {note}")
    elif target.exists() and json.loads(target.read_bytes()) != json.loads(data):
        problems.append(
            f"{target} is not what {path.name} says now: `summarise gold lint --fix {path}` writes it"
        )
    elif not target.exists():
        problems.append(
            f"{path}: sound, and not yet gold: `summarise gold lint --fix {path}` writes {target.name}"
        )
    return problems


def _made(path: Path, sheet: Mapping[str, Any]) -> tuple[Case | None, list[str]]:
    """Return the case that a sheet makes and everything wrong with it; None when its article is not there."""
    named = str(sheet.get("article", ""))
    if not (path.parent / named).is_file():
        return None, [f"{path}: its article is not at {named!r}: set `article` to the path from this file"]
    document = read(path.parent / named)
    document = document.model_copy(update={"id": str(sheet.get("document", document.id))})
    profile = load_profile(str(sheet.get("profile", "peace")))
    page = page_of(document, profile.name)
    gold, problems = gold_of(sheet, page, profile.name)
    case = case_of(gold, page, Aliases())
    found = [*problems, *lint(case, profile)]
    return case, [f"{path}: {str(problem).removeprefix(f'{document.id}/')}" for problem in found]


def _counted(case: Case) -> str:
    counts = [
        f"{len(items)} {name.replace('_', ' ')} ({sum(item.required for item in items)} required)"
        for name, items in case.items.items()
        if items
    ]
    return ", ".join(counts) or "no item yet"


def agreement_command(first: Path, second: Path, *, gold: Path | None, as_json: bool) -> int:
    """Print how far two label passes agree and every item to adjudicate, of articles and dossier; return 0."""
    folder = gold or gold_folder()
    beside = _dossier_agreement(first, second, folder)
    pairs = _pairs(first, second, needed=beside is None)
    found, open_items = _articles_agreement(pairs, folder)
    if as_json:
        give(
            {
                "agreement": {name: value._asdict() for name, value in found.items()},
                "to_adjudicate": [each._asdict() for each in open_items],
                "dossier": beside.model_dump(mode="json") if beside else None,
            }
        )
        return 0
    if pairs:
        _tell_articles(found, open_items)
    if beside:
        lines = agreement_lines(beside)
        print("\n".join(["", "dossier", *lines] if pairs else lines))  # noqa: T201 - data goes to standard output
    return 0


def _articles_agreement(
    pairs: Sequence[tuple[Path, Path]], folder: Path
) -> tuple[dict[str, Agreement], list[Disagreement]]:
    """Return how far pairs of sheets agree, and every item and field to decide."""
    if not pairs:
        return {}, []
    aliases = read_aliases(folder)
    articles = _articles(folder)
    passes = [(_case(one, articles, aliases), _case(other, articles, aliases)) for one, other in pairs]
    open_items = [each for one, other in passes for each in disagreements(pair_up(one, other))]
    return agreement(passes), open_items


def _dossier_agreement(first: Path, second: Path, folder: Path) -> DossierAgreement | None:
    """Return how far two passes over a corpus agree; None where the two hold no dossier."""
    files = [path / DOSSIER if path.is_dir() else path for path in (first, second)]
    if not all(path.name == DOSSIER and path.is_file() for path in files):
        return None
    corpus = read_corpus(folder)
    if corpus is None:
        raise GoldError(f"no settled {DOSSIER!r} in {str(folder)!r}: it names the articles of a pass")
    one, other = (read_pass(path, corpus) for path in files)
    return agreement_of_dossiers(one, other, corpus.texts)


def _tell_articles(found: dict[str, Agreement], open_items: Sequence[Disagreement]) -> None:
    print("\n".join([*as_text(agreement_table(found)), "", judged(found)]))  # noqa: T201 - data goes to standard output
    print(f"\nto adjudicate: {len(open_items)}")  # noqa: T201 - see above
    for each in open_items:
        what = each.field or "only one has it"
        says = [json.dumps(value, ensure_ascii=False) for value in each.values]
        print(f"- {each.document} {each.record_type} {each.first or '–'} / {each.second or '–'}: {what}")  # noqa: T201
        print(f"    first   {says[0]}\n    second  {says[1]}")  # noqa: T201 - see above


def judged(found: dict[str, Agreement]) -> str:
    """Return whether labels can be trusted, by the lowest agreement."""
    known = {name: each.soft_f1 for name, each in found.items() if each.soft_f1 is not None}
    if not known:
        return "no item to compare"
    name = min(known, key=lambda name: known[name])
    low = f"lowest soft F1 {known[name]:.2f} ({name.replace('_', ' ')})"
    if known[name] >= ENOUGH:
        return f"{low}: at least {ENOUGH:.2f}, the labels are usable once adjudicated"
    return f"{low}: below {ENOUGH:.2f}, sharpen the guideline and label that record type again"


def agreement_table(found: dict[str, Agreement]) -> Table:
    """Return agreement per record type: F1 under the scorer, F1 of first values alone, kappas."""
    rows = []
    for name, each in found.items():
        kappas = ", ".join(
            f"{path.rpartition('.')[2]} {value:.2f}"
            for path, (value, _) in each.kappas.items()
            if value is not None
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


def _gold_files(folder: Path) -> list[Path]:
    return list(article_files(folder))


def _articles(folder: Path) -> dict[str, Path]:
    """Return where the articles of a gold folder lie, by document."""
    return {each.gold.document: each.path.parent / each.gold.article for each in labelled(folder)}


def _pairs(first: Path, second: Path, *, needed: bool) -> list[tuple[Path, Path]]:
    """Return the sheets of two passes, paired by name where folders are given; of dossiers there is none.

    Raises:
        UsageError: One is a folder and the other a file, or no name is in both.
    """
    if first.is_dir() != second.is_dir():
        raise UsageError("agreement takes two sheets or two folders of sheets")
    if not first.is_dir():
        return [(first, second)] if needed else []
    mine, theirs = _sheets(first), _sheets(second)
    names = sorted(set(mine) & set(theirs))
    if not names and needed:
        raise UsageError(f"no sheet has the same name in {str(first)!r} and {str(second)!r}")
    return [(mine[name], theirs[name]) for name in names]


def _sheets(folder: Path) -> dict[str, Path]:
    """Return the sheets of a folder by article; a gold file counts where its sheet is not beside it."""
    found = {path.stem: path for path in _gold_files(folder)}
    return found | {path.stem: path for path in sorted(folder.glob("*.toml"))}


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
    if not any(gold.items.values()):
        raise GoldError(f"{str(path)!r} holds no item")
    return case_of(gold, page, aliases)
