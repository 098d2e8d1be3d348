"""The second corpus: the key fits the articles, holds what it promises, and the writer refuses what would break it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import combinations
from typing import Any

import pytest

from evals.trade.build import FOLDER, differing, read_templates, render
from evals.trade.marks import LONGEST, parse
from summariser.records.vocabulary import ConflictRelation, DisputeType

Key = dict[str, Any]
SEVERITIES = {
    "contradict": {"hard", "soft"},
    "superseded": {"soft"},
    "differ_framing": {"framing"},
    "agree": {"none"},
    "refine": {"none"},
}
JUDGED = ("fairness_balance", "legality_sovereignty", "feasibility_enforcement", "motive")


@pytest.fixture(scope="module")
def key() -> Key:
    """Return the key as it is committed."""
    loaded: Key = json.loads((FOLDER / "dossier.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return the articles as they are committed."""
    return {path.stem: path.read_bytes().decode() for path in sorted((FOLDER / "articles").glob("*.txt"))}


def test_files_are_what_the_templates_say() -> None:
    """Neither an article nor the key was changed by hand, and no file is left over."""
    assert differing(render(read_templates())) == []


def test_writing_twice_gives_the_same_bytes() -> None:
    """The order in which a folder lists its files makes no difference."""
    templates = read_templates()
    backwards = dict(reversed(templates.items()))
    assert list(render(templates).items()) == list(render(backwards).items())


def test_a_changed_article_is_noticed() -> None:
    """One other figure in an article makes the article and the key stale."""
    templates = read_templates()
    templates["wire"] = templates["wire"].replace("40,000", "41,000")
    assert differing(render(templates)) == ["articles/wire.txt", "dossier.json"]


def test_digests_are_of_the_articles(key: Key) -> None:
    """The key names the bytes that it was made for."""
    digests = {
        path.stem: sha256(path.read_bytes()).hexdigest() for path in (FOLDER / "articles").glob("*.txt")
    }
    assert key["documents"] == digests


def test_every_quote_stands_once_and_at_its_start(key: Key, texts: dict[str, str]) -> None:
    """A claim can be found by its offset and by its words alone."""
    for claim in _claims(key):
        text, quote, start = texts[claim["document"]], claim["quote"], claim["start"]
        assert text[start : start + len(quote)] == quote
        assert text.count(quote) == 1
        assert len(quote) <= LONGEST


def test_every_name_stands_in_its_article(key: Key, texts: dict[str, str]) -> None:
    """Actors are called what the article calls them, and the list is of those in two articles or more."""
    people = [trap["mentions"] for trap in key["traps"] if trap["kind"] == "people"]
    for mentions in [*(actor["mentions"] for actor in key["actors"]), *people]:
        assert len({mention["document"] for mention in mentions}) == len(mentions) >= 2
        assert [m for m in mentions if m["name"] not in texts[m["document"]]] == []


def test_labels_are_of_the_vocabulary(key: Key) -> None:
    """Relations and types are the project's own, and the severity fits the relation."""
    for item in key["relations"]:
        assert item["relation"] in {each.value for each in ConflictRelation}
        assert item["type"] in {each.value for each in DisputeType}
        assert item["severity"] in SEVERITIES[item["relation"]]
        assert (item["type"] in JUDGED) == (item["relation"] == "differ_framing")
    ids = [item["id"] for item in key["relations"]]
    assert len(ids) == len(set(ids))


def test_an_article_answers_a_question_once(key: Key) -> None:
    """Agreements have one group of several articles; all else has more groups; no article is in two."""
    for item in key["relations"]:
        named = [claim["document"] for group in item["groups"] for claim in group["claims"]]
        assert len(named) == len(set(named)) >= 2
        assert (len(item["groups"]) == 1) == (item["relation"] == "agree")
        assert all(group["claims"] for group in item["groups"])


def test_there_is_enough_of_everything(key: Key) -> None:
    """The corpus asks for every kind of relation and trap often enough to be scored."""
    found = Counter((item["relation"], item["severity"]) for item in key["relations"] if item["required"])
    traps = Counter(trap["kind"] for trap in key["traps"])
    assert found["contradict", "hard"] >= 12
    assert found["contradict", "soft"] + found["superseded", "soft"] >= 6
    assert found["differ_framing", "framing"] >= 3
    assert found["agree", "none"] >= 12
    assert found["refine", "none"] >= 6
    assert traps["lookalike"] >= 10
    assert traps["people"] >= 4


def test_every_single_slot_is_contradicted(key: Key) -> None:
    """No type of contradiction is left out."""
    found = {
        item["type"] for item in key["relations"] if item["relation"] == "contradict" and item["required"]
    }
    assert found == {each.value for each in DisputeType} - set(JUDGED)


def test_a_trap_is_not_asked_for_elsewhere(key: Key) -> None:
    """What must not be related by a trap is related by no item."""
    related = {
        frozenset((_place(a), _place(b)))
        for item in key["relations"]
        for a, b in combinations([claim for group in item["groups"] for claim in group["claims"]], 2)
    }
    traps = [trap["claims"] for trap in key["traps"] if trap["kind"] == "lookalike"]
    assert not related & {frozenset((_place(a), _place(b))) for a, b in traps}


def test_a_contradiction_is_never_also_an_agreement(key: Key) -> None:
    """Two claims of one type do not agree in one item and contradict in another."""
    agreed = {
        (item["type"], frozenset((_place(a), _place(b))))
        for item in key["relations"]
        if item["relation"] == "agree"
        for a, b in combinations(item["groups"][0]["claims"], 2)
    }
    opposed = {
        (item["type"], frozenset((_place(a), _place(b))))
        for item in key["relations"]
        if item["relation"] == "contradict"
        for one, other in combinations(item["groups"], 2)
        for a in one["claims"]
        for b in other["claims"]
    }
    assert not agreed & opposed


def test_the_off_topic_article_is_only_in_traps(key: Key) -> None:
    """An article on another subject agrees and disagrees with nobody."""
    related = {
        claim["document"]
        for item in key["relations"]
        for group in item["groups"]
        for claim in group["claims"]
    }
    assert related == set(key["documents"]) - set(key["off_topic"])


def test_a_copy_is_a_copy_and_nothing_else_is(key: Key, texts: dict[str, str]) -> None:
    """Listed copies share most of their runs of words; any other two articles share almost none."""
    copies = {frozenset(group) for group in key["copies"]}
    for one, other in combinations(texts, 2):
        runs = _runs(texts[one]), _runs(texts[other])
        share = len(runs[0] & runs[1]) / min(map(len, runs))
        assert share > 0.6 if frozenset((one, other)) in copies else share < 0.03


def test_articles_have_the_length_of_news(texts: dict[str, str]) -> None:
    """Eight articles of 300 to 600 words."""
    assert len(texts) == 8
    assert {stem for stem, text in texts.items() if not 300 <= len(text.split()) <= 600} == set()


def test_weekdays_are_those_of_the_calendar(texts: dict[str, str]) -> None:
    """Where an article gives a weekday with a date, the two fit; others are dated from it."""
    given = [found for text in texts.values() for found in re.findall(r"(\w+day),? (\d+ \w+ \d{4})", text)]
    assert len(given) >= 2
    for weekday, day in given:
        assert f"{datetime.strptime(day, '%d %B %Y'):%A}" == weekday  # noqa: DTZ007 - a day has no zone


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("a {{x:b c", "no end"),
        ("a b}} c", "has not begun"),
        ("{{x:a}} {{x:b}}", "two passages"),
        ("{{X:a}}", "has not begun"),
        ("{{x:tea}} and tea", "2 times"),
        ("{{x: tea}}", "begins or ends with a space"),
        ("{{x:" + "tea " * 80 + "pot}}", "more than"),
    ],
)
def test_a_broken_mark_is_refused(marked: str, complaint: str) -> None:
    """A passage that could not serve as a quote never reaches the key."""
    with pytest.raises(ValueError, match=complaint):
        parse("a", marked)


def test_a_claim_without_a_passage_is_refused() -> None:
    """The key cannot name what the article does not say."""
    templates = read_templates()
    templates["agency"] = templates["agency"].replace("{{panel:", "{{pannel:")
    with pytest.raises(ValueError, match="no passage is named 'panel'"):
        render(templates)


def _claims(key: Key) -> Iterator[dict[str, Any]]:
    """Yield every claim of the key."""
    for item in key["relations"]:
        for group in item["groups"]:
            yield from group["claims"]
    for trap in key["traps"]:
        yield from trap.get("claims", [])


def _place(claim: dict[str, Any]) -> tuple[str, int]:
    return claim["document"], claim["start"]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of five words."""
    words = text.split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
