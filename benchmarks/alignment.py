"""Finding a model's quotes in an article, speed and correctness together: `python -m benchmarks.alignment`.

A quote the article says must be found where it is; one it does not say must
not be found. What is said and what is not is known, as the quotes are made
from the seeds' own sentences (`benchmarks.quotes`).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.aligning import ANSWER, Aligned, Aligner, Ends, run
from benchmarks.contending import LANGEXTRACT, present
from benchmarks.measuring import Options, Section, Spread, in_turns, markdown, ratios, report
from benchmarks.quotes import FALSE, TRUE, Quote, quotes, texts

OURS = "summariser"
OF_EACH, OF_EACH_SMALL = 20, 2
_TEXT = """\
{number} quotes from the five seeds: {said} that an article says, {unsaid} that it does not; {rounds} rounds in
turns, median (least–most), CPU of one thread, imports not counted, the article's own preparation counted. Right
is a quote found where it is (edges may differ by punctuation, and the same words elsewhere count) or refused
where nobody said it. LangExtract {version} is measured in three ways: as in a run, with the quotes of an
article {answer} at a time in their order in the article, and its own settings; one at a time, with its own
settings; and one at a time, whole exact matches alone. Its aligner is made to give an extraction its likeliest
place, not to prove it, so the false quotes ask more of it than it promises."""


def benchmark(options: Options) -> Section:
    """Return the section on alignment."""
    aligners = {one.name: one for one in _aligners(options)}
    wanted = quotes(OF_EACH_SMALL if options.small else OF_EACH)
    runs = in_turns(
        list(aligners),
        lambda name: run(aligners[name], OF_EACH_SMALL if options.small else OF_EACH),
        options.rounds,
    )
    said = sum(quote.said for quote in wanted)
    about = _TEXT.format(
        number=len(wanted),
        said=said,
        unsaid=len(wanted) - said,
        rounds=options.rounds,
        answer=ANSWER,
        version=next((turns[0].version for name, turns in runs.items() if name != OURS), "(not installed)"),
    )
    rights = {name: right(turns[0].found, wanted, texts()) for name, turns in runs.items()}
    text = "\n\n".join([about, speed_table(runs, rights, wanted), kinds_table(rights, wanted)])
    return Section("Alignment of quotes", text, figures_of(runs, rights, wanted))


def _aligners(options: Options) -> list[Aligner]:
    ours = [Aligner(OURS, "finding", "", sys.executable)]
    ways = {"answers": "as in a run", "single": "one at a time", "exact": "exact alone"}
    there = present([LANGEXTRACT], options)
    return ours + [
        Aligner(f"LangExtract, {said}", "intervals", how, options.peers)
        for how, said in ways.items()
        if there
    ]


def right(found: Sequence[Ends], wanted: Sequence[Quote], articles: Sequence[str]) -> Counter[str]:
    """Return how many quotes of each kind an aligner got right."""
    return Counter(
        quote.kind
        for ends, quote in zip(found, wanted, strict=True)
        if (_same(ends, quote, articles[quote.text]) if quote.said else ends is None)
    )


def _same(ends: Ends, quote: Quote, text: str) -> bool:
    """Return whether a place says what the quote was taken from, but for punctuation at the edges."""
    return ends is not None and _core(text[ends[0] : ends[1]]) == _core(text[quote.start : quote.end])


def _core(words: str) -> str:
    ends = [place for place, character in enumerate(words) if character.isalnum()]
    return words[ends[0] : ends[-1] + 1] if ends else ""


def speed_table(
    runs: Mapping[str, Sequence[Aligned]], rights: Mapping[str, Counter[str]], wanted: Sequence[Quote]
) -> str:
    """Return a row for each aligner."""
    rows = []
    for name, turns in runs.items():
        found, refused = _shares(rights[name], wanted)
        rows.append(
            (
                name,
                Spread.of([len(wanted) / turn.seconds for turn in turns]).shown(0),
                ratios([turn.seconds for turn in turns], [turn.seconds for turn in runs[OURS]]).shown(1),
                f"{found:.1%}",
                f"{refused:.1%}",
            )
        )
    return markdown(("", "quotes / s", "× time of summariser", "true ones found", "false ones refused"), rows)


def kinds_table(rights: Mapping[str, Counter[str]], wanted: Sequence[Quote]) -> str:
    """Return a row for each kind of quote: how many each aligner got right."""
    of_kind = Counter(quote.kind for quote in wanted)
    rows = [
        (
            f"{'said' if kind in TRUE else 'not said'}: {kind}",
            *(f"{each[kind]} of {of_kind[kind]}" for each in rights.values()),
        )
        for kind in TRUE | FALSE
    ]
    return markdown(("right", *rights), rows)


def figures_of(
    runs: Mapping[str, Sequence[Aligned]], rights: Mapping[str, Counter[str]], wanted: Sequence[Quote]
) -> dict[str, float]:
    """Return each aligner's speed and shares."""
    figures = {}
    for name, turns in runs.items():
        figures[f"per second {name}"] = Spread.of([len(wanted) / turn.seconds for turn in turns]).median
        figures[f"found {name}"], figures[f"refused {name}"] = _shares(rights[name], wanted)
    return figures


def _shares(right_of: Counter[str], wanted: Sequence[Quote]) -> tuple[float, float]:
    """Return the share of true quotes that were found, and of false ones that were refused."""
    of_kind = Counter(quote.kind for quote in wanted)
    found, refused = (
        sum(right_of[kind] for kind in kinds) / max(1, sum(of_kind[kind] for kind in kinds))
        for kinds in (TRUE, FALSE)
    )
    return found, refused


if __name__ == "__main__":
    report(benchmark, __doc__)
