"""find_quote and find_quotes: true quotes are found whatever their typography, false ones never."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.document import Span
from summariser.fold import fold
from summariser.ground import find_quote, find_quotes, sentences
from tests.conftest import ROOT, allowed

SEEDS = ("000", "001", "002", "003", "004")
Seed = Callable[[str], str]


def prose(text: str) -> list[Span]:
    """Return the sentences of a seed that are long enough to be a quote, each only once in the text."""
    found = [
        span for span in sentences(text) if len(span.of(text).split()) > 6 and "Lorem" not in span.of(text)
    ]
    return [span for span in found if text.count(span.of(text)) == 1]


TYPOGRAPHY: dict[str, Callable[[str], str]] = {
    "straight quotes": lambda s: s.translate({ord(a): b for a, b in zip("“”‘’", "\"\"''", strict=True)}),
    "curly quotes": lambda s: s.replace("'", "’").replace('"', "”"),
    "hyphens": lambda s: s.replace("—", "-").replace("–", "-"),
    "double hyphens": lambda s: s.replace("—", "--"),
    "doubled spaces": lambda s: s.replace(" ", "  "),
    "no-break spaces": lambda s: s.replace(" ", "\u00a0"),
    "collapsed spaces": lambda s: re.sub(r"\s+", " ", s),
    "wrapped lines": lambda s: s.replace(" ", "\n", 2),
    "upper case": str.upper,
    "three dots": lambda s: s.replace("…", "..."),
}


@pytest.mark.parametrize("name", TYPOGRAPHY)
def test_finds_every_true_sentence_in_other_typography(name: str, seed: Seed) -> None:
    """A sentence that was only re-typed is found at exactly its span, in at least 99 of 100 cases."""
    results = [
        find_quote(TYPOGRAPHY[name](span.of(text)), text) == span
        for text in map(seed, SEEDS)
        for span in prose(text)
    ]

    assert len(results) > 150
    assert sum(results) / len(results) >= 0.99


def swap_digit(sentence: str) -> str | None:
    """Return the sentence with its last digit changed."""
    match = re.search(r"\d(?=\D*$)", sentence)
    return match and sentence[: match.start()] + str((int(match[0]) + 1) % 10) + sentence[match.end() :]


def swap_name(sentence: str) -> str | None:
    """Return the sentence with a name inside it replaced by another."""
    match = re.search(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", sentence)
    return match and sentence[: match.start()] + "Marenka" + sentence[match.end() :]


def drop_negation(sentence: str) -> str | None:
    """Return the sentence without its negation."""
    changed = re.sub(r"\b(?:not|never|no) |n[’']t\b", "", sentence, count=1)
    return changed if changed != sentence else None


def add_negation(sentence: str) -> str | None:
    """Return the sentence with a "not" after its first auxiliary."""
    changed = re.sub(r"\b(would|will|could|has|have|is|are|was|were)\b", r"\1 not", sentence, count=1)
    return changed if changed != sentence else None


def cut_number(sentence: str) -> str | None:
    """Return the beginning of the sentence, ending inside its first number."""
    match = re.search(r"\d+(?= (?:million|billion|percent)|-\w)|\d(?=[\d,]*\d)", sentence)
    return match and sentence[: match.end()]


def join_over_negation(sentence: str) -> str | None:
    """Return the sentence with the words around its negation replaced by an ellipsis."""
    match = re.search(r"\b(?:not|never|no|without|bars?|forbid) ", sentence)
    if not match or len(sentence[: match.start()].split()) < 3 or len(sentence[match.end() :].split()) < 3:
        return None
    return f"{sentence[: match.start()]}… {sentence[match.end() :]}"


FALSIFIERS = (swap_digit, swap_name, drop_negation, add_negation, cut_number, join_over_negation)


@pytest.mark.parametrize("falsify", FALSIFIERS, ids=lambda f: f.__name__)
def test_never_accepts_a_falsified_sentence(falsify: Callable[[str], str | None], seed: Seed) -> None:
    """A changed digit, name or negation, a number cut short, or a join over a negation is no quote."""
    false = [
        (quote, text)
        for text in map(seed, SEEDS)
        for span in prose(text)
        if (quote := falsify(span.of(text))) is not None
    ]

    accepted = [quote for quote, text in false if find_quotes(quote, text)]

    assert len(false) >= 5
    assert accepted == []


def safe_joins(text: str) -> list[str]:
    """Return quotes that leave out a prepositional phrase or an aside in mid-sentence."""
    joins = []
    for span in prose(text):
        sentence = span.of(text)
        for match in re.finditer(
            r" (?:in|of|with|to|by|for) (?:the |a |an |its |his )?[a-z]+(?: [a-z]+)?(?=[ ,])", sentence
        ):
            head, tail = sentence[: match.start()], sentence[match.end() :].lstrip(" ,")
            if len(head.split()) < 3 or len(tail.split()) < 3 or re.search(r"\d", match[0]):
                continue
            if re.search(r"\b(?:and|but|or|as|that|which|while|who|one|two|three|four|no|not)\b", match[0]):
                continue
            joins.append(f"{head} … {tail}")
            break
    return joins


def test_finds_true_quotes_joined_by_an_ellipsis(seed: Seed) -> None:
    """A quote that leaves out a harmless phrase is found in at least 95 of 100 cases."""
    results = [bool(find_quotes(join, text)) for text in map(seed, SEEDS) for join in safe_joins(text)]

    assert len(results) >= 60
    assert sum(results) / len(results) >= 0.95


@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_run_of_whole_words_is_found_where_it_stands(prefix: str, rng: random.Random) -> None:
    """Cutting a sentence between two words, outside a number or a name, leaves a findable quote."""
    text = SEED_TEXTS[prefix]
    span = rng.choice(prose(text))
    words = list(re.finditer(r"\S+", span.of(text)))
    first = rng.randrange(len(words) - 3)
    last = rng.randrange(first + 2, len(words))
    quote = span.of(text)[words[first].start() : words[last].end()]

    found = find_quote(quote, text)

    if found is None:
        around = span.of(text)[max(words[first].start() - 12, 0) : words[last].end() + 12]
        assert re.search(r"\d|hundred|thousand|million|billion|half|one|two|three|four|five|dozen", around)
    else:
        assert fold(found.of(text)) == fold(quote)


def _texts() -> dict[str, str]:
    return {path.name[:3]: path.read_text("utf-8-sig") for path in (ROOT / "seeds").glob("*.txt")}


SEED_TEXTS = _texts()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("10", "a force of 100,000 men"),
        ("600", "capped at 600,000 troops"),
        ("$100", "a $100 billion fund"),
        ("100 billion", "a $100 billion fund"),
        ("37", "approval at 37 percent"),
        ("28", "the 28-point plan"),
        ("2022", "the 2022–2023 gains"),
        ("hundred thousand", "six hundred thousand men"),
        ("a million", "half a million men"),
        ("negotiable", "a non-negotiable framework"),
        ("is", "it isn’t so"),
        ("S. officials", "U.S. officials"),
        ("fund", "funding for it"),
        ("...", "wait... what"),
        ("", "anything"),
        ("“”", "“quoted”"),
    ],
)
def test_refuses_a_match_inside_a_token(quote: str, text: str) -> None:
    """A number, an abbreviation or a compound is one token: a part of it is not a quote."""
    assert find_quote(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text", "said"),
    [
        ("Trump", "Trump’s plan", "Trump"),
        ("in moscow.", "a forum In Moscow.Getty Images", "In Moscow."),
        ("forum", "the forum—many came", "forum"),
        ("the ﬁnal oﬀer", "my the final offer", "the final offer"),
        ("cafe\u0301 talks", "the café talks", "café talks"),
        ("12 men", "１２ men", "１２ men"),
        ("soft hy\u00adphen", "a soft hyphen", "soft hyphen"),
        ("Straße", "die STRASSE dort", "STRASSE"),
    ],
)
def test_accepts_another_form_of_the_same_letters(quote: str, text: str, said: str) -> None:
    """Possessives, ligatures, composed letters, wide digits and invisible marks do not hide a quote."""
    span = find_quote(quote, text)

    assert span is not None
    assert span.of(text) == said


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Kyiv said that ... attacked the city", "Kyiv said that Russia attacked the city again."),
        ("Britain would ... accept the plan", "Britain would not under any terms accept the plan."),
        ("Britain would ... accept the plan", "Britain would accept a part. France will accept the plan."),
        ("the army would ... be cut in half", "the army would by 600,000 be cut in half"),
        ("the army would ... be cut in half", "the army would\n\nThe navy would be cut in half"),
        ("the army would ... be cut in half", f"the army would {'of course ' * 40}be cut in half"),
        ("the army ... be cut in half", "the army would be cut in half"),
        (
            "lift all sanctions ... and leave the pact",
            "It would lift all sanctions, and Kyiv would vote, and leave the pact.",
        ),
        ("talks will go on ... the war ends", "talks will go on unless the war ends"),
    ],
)
def test_refuses_a_join_that_changes_what_is_said(quote: str, text: str) -> None:
    """An ellipsis over a subject, a negation, a number, a condition, a paragraph or too much is refused."""
    assert find_quotes(quote, text) == ()


def test_start_skips_earlier_matches() -> None:
    """Searching from an offset finds the next occurrence, at or after it."""
    text = "peace plan, then peace plan"

    assert find_quote("peace plan", text, start=1) == Span(start=17, end=27)


@pytest.mark.parametrize(
    "unit", ["a", "1,", "…", ".", '!"', "—", "-a", "(", "\n", ". ", "one ", "U.S.", "[...] "]
)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    """Nothing backtracks: a text that is one thing repeated is searched in linear time."""

    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        began = time.process_time()
        sentences(text)
        find_quote(unit * 30, text)
        find_quotes("alpha beta gamma ... delta epsilon zeta", text)
        return time.process_time() - began

    assert seconds(80_000) < 10 * seconds(20_000) + 0.5


def test_a_join_looks_no_further_than_it_may_skip() -> None:
    """The first part stands everywhere and the second nowhere: the text is not searched anew each time."""
    text = "the army would grow. " * 40_000
    began = time.process_time()

    assert find_quotes("the army would ... never be seen again", text) == ()
    assert time.process_time() - began < allowed(5)


def test_aligns_a_hundred_quotes_on_a_long_text_in_a_second(seed: Seed) -> None:
    """Alignment stays fast on long texts: the folded view is made once."""
    text = seed("002") * 10
    quotes = [text[at : at + 120].split(" ", 1)[-1].rsplit(" ", 1)[0] for at in range(6000, 136_000, 1300)]
    began = time.perf_counter()

    for quote in quotes:
        find_quotes(quote, text)

    assert len(quotes) == 100
    assert time.perf_counter() - began < allowed(1)
