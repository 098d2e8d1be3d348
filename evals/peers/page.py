"""The page: the ratings as a table, how well each scorer separates, and where others do better than this project's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean

from evals.peers.edits import ARTICLES, DRAWS, ITEMS
from evals.peers.ratings import OURS, OURS_BARE, Comparison, Rated, separation
from evals.peers.scorers import PEERS, installed
from evals.perturb import Harm
from summariser.evaluation.run import scorer_digest

_ROWS: Mapping[str, tuple[str, ...]] = {
    "statement in other words": ("paraphrased", "words_in_another_order", "clause_added"),
    "list in another order": ("reordered",),
    "another name of an actor, from the article": ("name_by_other_form", "name_by_surname"),
    "synonym of a topic, from the gold": ("alternate_topic",),
    "another right value in all slots that have one": ("every_alternate",),
    "another right passage quoted": ("evidence_from_another_set",),
    "same number, spelt otherwise": ("number_in_words", "number_grouped_by_spaces", "number_ungrouped"),
    "wrong number": ("wrong_number", "wrong_magnitude"),
    "polarity flipped, in its slot": ("polarity_flipped",),
    "polarity flipped, statement too": ("polarity_flipped_throughout",),
    "quote fabricated": ("quote_fabricated",),
    "one word of a quote changed": ("quote_altered",),
    "offsets shifted": ("offsets_shifted",),
    "attributed to someone else": ("attribution_speaker_wrong",),
    "other party obliged, in its slot": ("obligor_is_opponent",),
    "other party obliged, statement too": ("obligor_is_opponent_throughout",),
    "dropped": ("dropped",),
    "said twice": ("duplicated",),
    "statement alone negated": ("statement_negated",),
}
"""The rows of the table: each is the mean of some edits."""
_PARAPHRASE, _NUMBER = "statement in other words", "wrong number"
_SHOWN_TO_US_ALONE = frozenset({"renumbered", "display_changed", "offsets_shifted", "offsets_off_by_one"})
"""Edits of what the others are not given."""
_NOTABLE = 0.0005
"""Difference that shows in three decimals."""

_HEAD = """# This scorer beside others

Made by the second command, in about four minutes, without a model, a key or the network; not edited by hand:

    pip install -e '.[peers]'
    python -m evals.peers > docs/metric-comparison.md

**What is done.** The {records} plan terms that gold requires in articles {articles} are taken as perfect answers.
An edit changes {items} of them (all, for the order of a list); each scorer rates the result against the gold; the
mean of {draws} draws is shown. A harmless edit leaves the answer as right as it was, a harmful one makes it wrong.
The edits are those that this scorer is tested with (`python -m evals.perturbations` lists them), as far as they
find {items} records, and three more in which the error reaches the statement. Where articles seldom give an amount,
date or condition, gold and answer alike are filled with one first.

**How to read it.** Harmless rows should say 1.000, harmful ones less. Levels do not compare between columns: a mean
over slots stays near 1 whatever happens, an F1 over records does not. **Separation** does: how often a harmless
edit is rated above a harmful one, ties counting half. At 1.000 a lower score always means harm; at .500 it means
nothing.

**What the others get.** Each article's records as JSON with the words of their quotes, but no ids and no offsets
(so they cannot see offsets shift) and no field that gold never fills. This scorer also knows the gold's further
right values, passages and names; "this project bare" is the same scorer without them. Of the others only ANLS* has
a notation for further values and passages, used in "ANLS* + alternates". "stickler inferred" is what stickler makes
of the pydantic model; "stickler set up" has labels exact, names and amounts equal but for typography, prose by
shared words, and what decides weighing three times. The other libraries run as they come. Exact-set F1, token soft
F1 and CEAF-φ3 are a few lines each, in `evals/peers/scorers.py`. Sentence embeddings are left out: their weights
would have to be fetched.

**What it cannot show.** Edits, gold and scorer come from one project and one idea of what matters, and where an
edit caught this scorer out, the scorer was mended (`evals/perturbations_first_try.json` keeps what came out
before); nobody mended the others. So a high figure in the first column is owed, and a low one tells more. The
others do general work; this is one narrow use of them.
"""


def page(found: Comparison) -> Iterator[str]:
    """Yield the page's lines."""
    articles = f"{', '.join(ARTICLES[:-1])} and {ARTICLES[-1]}"
    yield _HEAD.format(records=found.records, articles=articles, items=ITEMS, draws=len(DRAWS))
    yield _versions(found)
    yield ""
    yield from _table(found)
    yield ""
    yield from _in_words(found)
    yield ""
    yield from _better(found)


def _versions(found: Comparison) -> str:
    used = sorted({peer.distribution for peer in PEERS if peer.distribution} - set(found.missing))
    versions = [f"{name} {installed(name)}" for name in used]
    left_out = f" Left out, not installed: {', '.join(found.missing)}." if found.missing else ""
    return (
        f"This project's scorer is {scorer_digest()}. Libraries: {', '.join(versions) or 'none'}.{left_out}"
    )


def _table(found: Comparison) -> Iterator[str]:
    yield f"| edit | {' | '.join(found.scorers)} |"
    yield f"|---|{'--:|' * len(found.scorers)}"
    for label, row in _rows(found).items():
        harm = "harmless" if row[0].edit.harm is Harm.HARMLESS else "harmful"
        yield _line(f"{harm}: {label}", [_rating(row, scorer) for scorer in found.scorers])
    for label, harmless, harmful in _contests(found):
        figures = [separation(harmless, harmful, scorer) for scorer in found.scorers]
        yield _line(f"**separation**, {label}: {len(harmless)} × {len(harmful)}", figures, best=True)


def _rows(found: Comparison) -> dict[str, list[Rated]]:
    rows = {
        label: [found.rated[name] for name in names if name in found.rated] for label, names in _ROWS.items()
    }
    return {label: row for label, row in rows.items() if row}


def _rating(row: Sequence[Rated], scorer: str) -> float:
    return mean(each.mean(scorer) for each in row)


def _contests(found: Comparison) -> Iterator[tuple[str, list[Rated], list[Rated]]]:
    """Yield what is set against what: a label, harmless edits, harmful edits."""
    shown = [each for row in _rows(found).values() for each in row]
    harmless, critical = found.doing(Harm.HARMLESS), found.doing(Harm.CRITICAL)
    seen_by_all = [each for each in found.rated.values() if each.edit.family not in _SHOWN_TO_US_ALONE]
    yield "the edits above", _of(shown, Harm.HARMLESS), _of(shown, Harm.CRITICAL, Harm.GRADED)
    yield "all edits of what decides", [*harmless], [*critical]
    yield (
        "the same, as far as the others can see",
        _of(seen_by_all, Harm.HARMLESS),
        _of(seen_by_all, Harm.CRITICAL),
    )
    yield "all edits of details", [*harmless], [*found.doing(Harm.GRADED)]


def _of(rated: Sequence[Rated], *harms: Harm) -> list[Rated]:
    return [each for each in rated if each.edit.harm in harms]


def _line(label: str, figures: Sequence[float], *, best: bool = False) -> str:
    cells = [_short(figure) for figure in figures]
    top = _short(max(figures))
    return f"| {label} | {' | '.join(f'**{cell}**' if best and cell == top else cell for cell in cells)} |"


def _short(figure: float) -> str:
    """Return a figure in three decimals, without a leading zero.

    >>> _short(1.0), _short(0.98214)
    ('1.000', '.982')
    """
    return f"{figure:.3f}".removeprefix("0")


def _in_words(found: Comparison) -> Iterator[str]:
    """Yield two sentences on what the table shows."""
    rows = _rows(found)
    number, paraphrase = rows[_NUMBER], rows[_PARAPHRASE]
    fooled = [name for name in found.others if _rating(number, name) >= _rating(paraphrase, name)]
    yield (
        f"{len(fooled)} of {len(found.others)} others rate answers with {ITEMS} wrong numbers no lower than answers "
        f"with {ITEMS} statements in other words; this scorer rates them {_short(_rating(number, OURS))} and "
        f"{_short(_rating(paraphrase, OURS))}."
    )
    known = {
        name: _short(separation(found.doing(Harm.HARMLESS), found.doing(Harm.CRITICAL), name))
        for name in found.scorers
    }
    told = f"this scorer separates what decides at {known[OURS]}, without them at {known[OURS_BARE]}"
    if {"ANLS*", "ANLS* + alternates"} <= known.keys():
        told += f"; ANLS* at {known['ANLS* + alternates']}, without them at {known['ANLS*']}"
    yield f"Much of this is the gold's doing: with its further right values {told}."


def _better(found: Comparison) -> Iterator[str]:
    """Yield where another scorer does better than this project's."""
    harmless = found.doing(Harm.HARMLESS)
    harmful = [each for each in found.rated.values() if each.edit.harm is not Harm.HARMLESS]
    scorers = (OURS, *found.others)
    yield "## Where another scorer does better"
    yield ""
    yield "Harmful edits that another scorer separates better, each set against all harmless ones:"
    yield ""
    yield from _list(
        _exceeding(f"`{each.edit.family}`", {name: separation(harmless, [each], name) for name in scorers})
        for each in harmful
    )
    yield ""
    yield "Harmless edits that another scorer rates higher:"
    yield ""
    yield from _list(
        _exceeding(f"`{each.edit.family}`", {name: each.mean(name) for name in scorers}) for each in harmless
    )
    yield ""
    yield "Harmful rows of the table that another scorer rates lower, of use only where it separates as well:"
    yield ""
    yield from _list(
        _exceeding(label, {name: -_rating(row, name) for name in scorers})
        for label, row in _rows(found).items()
        if row[0].edit.harm is not Harm.HARMLESS
    )


def _list(lines: Iterable[str]) -> Iterator[str]:
    found = [line for line in lines if line]
    yield from found or ["None."]


def _exceeding(label: str, figures: Mapping[str, float]) -> str:
    """Return which figures exceed this project's, from the highest; "" when none does.

    >>> _exceeding("dropped", {"this project": 0.5, "one": 0.4, "another": 0.7, "a third": 0.9})
    '- dropped: here .500; a third .900, another .700'
    """
    higher = [name for name in figures if figures[name] > figures[OURS] + _NOTABLE]
    higher.sort(key=lambda name: -figures[name])
    said = ", ".join(f"{name} {_short(abs(figures[name]))}" for name in higher)
    return f"- {label}: here {_short(abs(figures[OURS]))}; {said}" if higher else ""
