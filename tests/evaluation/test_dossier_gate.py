"""The gate of dossiers goes red, and names the item, when setting the seeds side by side gets worse."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from summariser.errors import GoldError
from summariser.evaluation.dossier.baseline import Accepted, accepted_of, read_accepted, write_accepted
from summariser.evaluation.dossier.corpora import LabelledCorpus, read_corpus
from summariser.evaluation.dossier.figures import Figure
from summariser.evaluation.dossier.gate import dossier_gate, dossiers_gate
from summariser.evaluation.dossier.gold import GoldMention, People
from summariser.evaluation.dossier.score import DossierScore, Extra, score
from summariser.evaluation.dossier.show import summary_table, title
from summariser.evaluation.table import as_markdown
from summariser.pipeline import Corpus, Summariser, replay_source
from summariser.profiles import load_profile
from summariser.reconcile import Answer, Answers, Dossier, Question, plan_questions, reconcile
from summariser.records.vocabulary import ConflictRelation, DisputeType
from summariser.resources import gold_folder, recordings_folder
from summariser.settings import Settings
from summariser.store import Recordings

TALKS = ("Abu Dhabi", "Miami")
"""Where two seeds say that one and the same talks were held; only an answer tells that they are the same."""


@lru_cache(maxsize=1)
def seeds() -> LabelledCorpus:
    """Return the seeds with the gold of their dossier."""
    corpus = read_corpus(gold_folder())
    assert corpus is not None
    return corpus


@lru_cache(maxsize=1)
def ran() -> Corpus:
    """Return what the recordings make of the seeds."""

    async def run() -> Corpus:
        source = replay_source(Recordings(recordings_folder()))
        async with Summariser(Settings(), source=source) as summariser:
            return await summariser.summarise_corpus(seeds().documents)

    return asyncio.run(run())


def made(answers: Answers | None = None) -> Dossier:
    """Return the dossier of the seeds' records with these answers to its questions and no other."""
    return reconcile(ran().summaries, answers, profile=load_profile(seeds().gold.profile))


def scored(dossier: Dossier) -> DossierScore:
    """Return the score of a dossier of the seeds."""
    return score(dossier, seeds().gold, seeds().texts)


def accepted(before: DossierScore) -> Accepted:
    """Return a score as if it had been accepted."""
    return accepted_of(before, scorer="s", reason="as it was")


def failures(now: DossierScore, before: DossierScore) -> tuple[str, ...]:
    """Return why the gate falls."""
    return dossier_gate(now, accepted(before), scorer="s").failures


def merged(dossier: Dossier, count: int = 2) -> Dossier:
    """Return a dossier in which the actors with most records are taken for one."""
    ordered = sorted(dossier.actors, key=lambda actor: (-len(actor.mentions), actor.id))
    first, *others = ordered[:count]
    mentions = tuple(mention for actor in (first, *others) for mention in actor.mentions)
    return dossier.model_copy(
        update={"actors": (first.model_copy(update={"mentions": mentions}), *ordered[count:])}
    )


# --- mutations ----------------------------------------------------------------------------------------------


def test_the_same_dossier_passes() -> None:
    """Nothing moved: no failure and no note."""
    verdict = dossier_gate(scored(made()), accepted(scored(made())), scorer="s")

    assert verdict == ((), ())


def test_two_actors_taken_for_one() -> None:
    """B-cubed falls, and the message shows the records that are one actor now."""
    merger = merged(made())
    names = [f"{mention.document}: {mention.name}" for mention in merger.actors[0].mentions]

    (fall,) = (each for each in failures(scored(merger), scored(made())) if "actors F1" in each)

    assert fall.startswith("dossier seeds: actors F1 (B-cubed) fell from ")
    assert f"one actor now [{' | '.join(sorted(names))}]" in fall


def test_a_rule_that_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the comparison of amounts the two caps on one army are no conflict, and that relation is named."""
    before = scored(made())
    lost = next(o for o in before.outcomes if o.required and o.severity == "hard" and o.type == "numeric")
    assert (lost.state, (lost.rule or "").partition(".")[0]) == ("found", "amount")
    for name, module in list(sys.modules.items()):
        if name.startswith("summariser.reconcile.") and hasattr(module, "compare_amounts"):
            monkeypatch.setattr(module, "compare_amounts", lambda *_: None)

    found = failures(scored(made()), before)

    assert any(each.startswith(f"dossier seeds: {lost.id} is missed now: ") for each in found)


def about_the_talks() -> Question:
    """Return the question whether two accounts of the drafting talks are of the same talks."""
    planned = plan_questions(ran().summaries, profile=load_profile(seeds().gold.profile))
    base = {o.id: o.state for o in scored(made()).outcomes}
    for question in planned:
        both = question.first + question.second
        if question.kind == "events" and all(place in both for place in TALKS):
            told = scored(made({question.id: Answer(same=True)}))
            if any(o.severity == "hard" and o.required and o.state != base[o.id] for o in told.outcomes):
                return question
    pytest.fail("no question decides where the talks were held")


def test_an_answer_that_is_changed() -> None:
    """One answer turned from same to different loses a hard conflict, which is named; turned back it is better."""
    question = about_the_talks()
    same, different = (scored(made({question.id: Answer(same=each)})) for each in (True, False))
    lost = next(
        a for a, b in zip(same.outcomes, different.outcomes, strict=True)
        if a.required and a.severity == "hard" and a.state != b.state
    )  # fmt: skip

    back = dossier_gate(same, accepted(different), scorer="s")

    assert any(f"dossier seeds: {lost.id} is missed now: " in each for each in failures(different, same))
    assert not any(lost.id in each for each in back.failures)
    assert any(f"{lost.id} is right" in note and "--accept" in note for note in back.notes)


# --- each rule ----------------------------------------------------------------------------------------------


def spurious(number: int, *claims: str) -> Extra:
    """Return a hard conflict that gold does not bear out."""
    return Extra(
        id=f"x{number}",
        kind="conflict",
        question="How many?",
        type=DisputeType.NUMERIC,
        relation=ConflictRelation.CONTRADICT,
        severity="hard",
        claims=claims,
        instead=("r02",),
    )


def with_extras(base: DossierScore, *extras: Extra) -> DossierScore:
    """Return a score with these findings against its precision."""
    return base.model_copy(update={"extras": extras})


def test_a_new_spurious_hard_conflict() -> None:
    """It is named with its claims and what gold has; an accepted one passes under another id or with more claims."""
    base = scored(made())
    old = spurious(1, "a: 5", "b: 6")
    reworded = spurious(2, "a: 5", "b: 6", "c: 6")
    second = spurious(3, "a: 5", "b: 6", "d: 9")

    assert failures(with_extras(base, reworded), with_extras(base, old)) == ()
    (fall,) = failures(with_extras(base, reworded, second), with_extras(base, old))
    assert "a hard conflict is new" in fall
    assert "r02" in fall
    assert "a: 5 | b: 6" in fall


def test_a_soft_finding_too_many_passes() -> None:
    """Only hard ones are gated one by one."""
    base = scored(made())
    soft = spurious(1, "a: 5", "b: 6").model_copy(update={"severity": "soft"})

    assert failures(with_extras(base, soft), with_extras(base)) == ()


def test_a_trap_that_fires() -> None:
    """It falls by name once, passes when accepted, and falling silent is better."""
    first, *_, second = merged(made()).actors[0].mentions
    trap = People(
        kind="people",
        note="two, not one",
        mentions=tuple(GoldMention(document=m.document, name=m.name) for m in (first, second)),
    )
    gold = seeds().gold.model_copy(update={"traps": (trap,)})
    silent, fired = (score(each, gold, seeds().texts) for each in (made(), merged(made())))
    fires = f"a trap fires that did not: {first.document}: {first.name} | {second.document}: {second.name}"

    assert any(fires in each for each in failures(fired, silent))
    assert not any("trap" in each for each in failures(fired, fired))
    notes = dossier_gate(silent, accepted(fired), scorer="s").notes
    assert any("is silent" in note for note in notes)


def another_relation(base: DossierScore, count: int) -> DossierScore:
    """Return a score in which of some relations that were right another is said, none of them required and hard."""
    chosen = [o.id for o in base.outcomes if o.state == "found" and o.severity != "hard"][:count]
    outcomes = tuple(
        o.model_copy(update={"state": "wrong relation"}) if o.id in chosen else o for o in base.outcomes
    )
    figure = base.figures["relation"]
    assert figure.value is not None
    fallen = Figure(value=figure.value - count / figure.n, n=figure.n)
    return base.model_copy(update={"outcomes": outcomes, "figures": base.figures | {"relation": fallen}})


def test_one_other_relation_passes_and_two_fall() -> None:
    """One may turn, and a note names it; of two the gate names both."""
    base = scored(made())
    one, two = (another_relation(base, count) for count in (1, 2))
    turned = [a.id for a, b in zip(two.outcomes, base.outcomes, strict=True) if a.state != b.state]

    verdict = dossier_gate(one, accepted(base), scorer="s")
    (fall,) = failures(two, base)

    assert verdict.failures == ()
    assert any(turned[0] in note for note in verdict.notes)
    assert fall.endswith(f"another relation is said of {', '.join(turned)}")


def test_a_small_fall_of_the_actors_passes() -> None:
    """A hundredth is allowed, more is not."""
    base = scored(made())
    value = base.figures["actors_f1"].value
    assert value is not None

    def fallen(by: float) -> DossierScore:
        return base.model_copy(
            update={"figures": base.figures | {"actors_f1": Figure(value=value - by, n=9)}}
        )

    assert failures(fallen(0.01), base) == ()
    assert len(failures(fallen(0.011), base)) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda score: score.model_copy(update={"gold": "other"}), "its gold or its articles changed"),
        (lambda score: score.model_copy(update={"documents": {}}), "its gold or its articles changed"),
    ],
)
def test_other_gold_is_told(change: Callable[[DossierScore], DossierScore], message: str) -> None:
    """Items of other gold or articles cannot be compared one by one without a word."""
    base = scored(made())

    assert any(message in each for each in failures(change(base), base))
    assert "its scorer changed" in dossier_gate(base, accepted(base), scorer="t").failures[0]


def test_a_corpus_is_neither_forgotten_nor_new() -> None:
    """One that was never accepted falls, as does an accepted one of these articles that has no gold any more."""
    base = scored(made())

    new = dossiers_gate([base], {}, scorer="s", documents=base.documents)
    gone = dossiers_gate([], {"seeds": accepted(base)}, scorer="s", documents=base.documents)
    elsewhere = dossiers_gate([], {"seeds": accepted(base)}, scorer="s", documents={})

    assert "never accepted" in new.failures[0]
    assert "gold is gone" in gone.failures[0]
    assert elsewhere.failures == ()


def test_accepted_dossiers_come_back(tmp_path: Path) -> None:
    """What was written is read, other corpora stay, and a broken file is no baseline."""
    base, path = scored(made()), tmp_path / "baselines" / "dossier.json"
    other = base.model_copy(update={"corpus": "another"})
    assert read_accepted(path) == {}

    write_accepted(path, [base], scorer="s", reason="first")
    write_accepted(path, [other], scorer="s", reason="second")

    entries = read_accepted(path)
    assert {name: entry.reason for name, entry in entries.items()} == {"seeds": "first", "another": "second"}
    assert entries["seeds"] == accepted_of(base, scorer="s", reason="first")
    path.write_text('{"seeds": 1}', "utf-8")
    with pytest.raises(GoldError, match="is no baseline"):
        read_accepted(path)


def test_the_short_table_renders() -> None:
    """A Markdown reader makes one table of it, with every figure in a row."""
    markdown_it: Any = pytest.importorskip("markdown_it")
    base = scored(made())
    table = summary_table(base)

    html = markdown_it.MarkdownIt("commonmark").enable("table").render("\n".join(as_markdown(table)))

    assert html.count("<table>") == 1
    assert html.count("<tr>") == len(table.rows) + 1
    assert "<td>hard conflicts, recall</td>" in html
    assert "5 articles" in title(base)
