"""Run an evaluation: replay recordings, ask a live model, or score a stored run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from summariser.document import Document
from summariser.errors import ConfigurationError, GoldError
from summariser.evaluation.articles import LabelledGold, labelled_gold, page_of
from summariser.evaluation.asked import Sampled, answers_of, ask, quotes_of
from summariser.evaluation.beside import Scored, figures_beside
from summariser.evaluation.dossier.corpora import LabelledCorpus, corpus_of, digests_of, dossier_scorer
from summariser.evaluation.dossier.score import score as score_dossier
from summariser.evaluation.faults import missing, rejected_true
from summariser.evaluation.gold import (
    ALIASES,
    Case,
    article_files,
    case_of,
    gold_files,
    read_aliases,
    read_gold,
)
from summariser.evaluation.items import Item, predicted_items
from summariser.evaluation.result import Answers, Checks, Outcome, Prediction, Result, Source, outcomes_of
from summariser.evaluation.score import ItemScore, score_items
from summariser.evaluation.summary import figures_of
from summariser.evaluation.traps import trap_hits
from summariser.pipeline import Source as PipelineSource
from summariser.pipeline import open_source
from summariser.reconcile.dossier import Dossier
from summariser.records import BUILT_IN, ArticleSummary, RecordType
from summariser.report import Stored
from summariser.settings import Settings

REFUSED = 3
"""Exit code of a run that its settings or credentials made impossible."""

_SCORER = (
    "align", "amounts", "compare", "figures", "gold", "items",
    "relations", "score", "shape", "texts", "times", "traps",
)  # fmt: skip
_SCORER_LEANS_ON = ("records/base.py", "records/drafts.py", "records/vocabulary.py", "fold.py")


def scorer_digest() -> str:
    """Return the digest of the code that turns records into scores."""
    package = Path(__file__).resolve().parent.parent
    files = [package / "evaluation" / f"{name}.py" for name in _SCORER]
    files += [package / name for name in _SCORER_LEANS_ON] + sorted((package / "normalise").glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def gold_digests(folder: Path) -> dict[str, str]:
    """Return the digest of every gold file in a folder, and of the aliases, by file stem."""
    paths = [*gold_files(folder), *([folder / ALIASES] if (folder / ALIASES).exists() else [])]
    return {path.stem: _digest(path) for path in paths}


def _digest(path: Path) -> str:
    """Return the digest of what a JSON file says, whatever its layout."""
    return hashlib.sha256(json.dumps(json.loads(path.read_bytes()), sort_keys=True).encode()).hexdigest()[:16]


def evaluate_stored(
    stored: Stored,
    folder: Path,
    record_types: Sequence[RecordType] = BUILT_IN,
    *,
    corpora: Sequence[Path] = (),
) -> Result:
    """Return the score of a stored run; asks nothing.

    Its dossier is scored if its articles are exactly those of a dossier that has gold.

    Args:
        stored: The run.
        folder: The gold.
        record_types: The kinds to score.
        corpora: Further folders with gold of a dossier.

    Raises:
        GoldError: The gold cannot be used, or neither an article of the run nor its dossier has gold.
    """
    corpus = corpus_of(digests_of(stored.dossier), [folder, *corpora]) if stored.dossier else None
    files = article_files(folder) if corpus else gold_files(folder)
    golds = {gold.document: gold for gold in (read_gold(path, record_types) for path in files)}
    summaries = [summary for summary in stored.summaries if summary.meta.id in golds]
    if not summaries and corpus is None:
        raise GoldError(
            f"none of the articles in {str(stored.folder)!r} has gold in {str(folder)!r}: "
            f"{', '.join(sorted(golds))} have"
        )
    aliases = read_aliases(folder)
    cases = []
    for summary in summaries:
        text = stored.text(summary.meta.id)
        document = Document(id=summary.meta.id, text=text, sha256=summary.meta.sha256)
        cases.append(
            case_of(golds[summary.meta.id], page_of(document, summary.profile), aliases, record_types)
        )
    sampled = Sampled(tuple(summaries), stored.run, ())
    answers = Answers(model=stored.run.made_with.model)
    result = _result("stored", tuple(cases), [sampled], folder, record_types, answers)
    texts = {name: stored.text(name) for name in corpus.gold.documents} if corpus else {}
    return _with_dossier(result, stored.dossier, corpus, texts)


def _with_dossier(
    result: Result, dossier: Dossier | None, corpus: LabelledCorpus | None, texts: Mapping[str, str]
) -> Result:
    """Return a result with the score of the dossier beside it, where there is gold for that."""
    if dossier is None or corpus is None:
        return result
    scored = score_dossier(dossier, corpus.gold, texts, whole=False)
    return result.model_copy(update={"dossiers": (scored,), "dossier_scorer": dossier_scorer()})


async def evaluate_answers(
    settings: Settings, folder: Path, *, samples: int = 1, record_types: Sequence[RecordType] = BUILT_IN
) -> Result:
    """Return the score of the answers that `settings` call for to the articles that have gold.

    Args:
        settings: Names the model, or the recordings.
        folder: The gold.
        samples: How often each request is answered.
        record_types: The kinds to score; those without gold are not asked for.

    Raises:
        GoldError: The gold cannot be used.
        ConfigurationError: Nothing can be answered with these settings.
    """
    gold = labelled_gold(folder, record_types)
    wanted = {name for case in gold.cases for name in case.items}
    return await evaluate_source(
        lambda: open_source(settings),
        settings,
        gold,
        samples=samples,
        record_types=[kind for kind in record_types if kind.name in wanted],
        kind="live" if settings.live else "recordings",
    )


async def evaluate_source(
    source: Callable[[], PipelineSource],
    settings: Settings,
    gold: LabelledGold,
    *,
    samples: int = 1,
    record_types: Sequence[RecordType] = BUILT_IN,
    kind: Source,
) -> Result:
    """Return the score of the answers of `source`, which is opened anew for each sample.

    Kinds of record without gold are asked for all the same, and not scored. The profile is the gold's.
    Of several samples the first one's dossier is scored.

    Raises:
        GoldError: The gold is of several profiles.
        ConfigurationError: Nothing can be answered with these settings.
    """
    profiles = sorted({each.gold.profile for each in gold.articles})
    if len(profiles) > 1:
        raise GoldError(
            f"{str(gold.folder)!r} holds gold of several profiles ({', '.join(profiles)}): one folder each"
        )
    settings = settings.model_copy(update={"profile": profiles[0]})
    documents = [each.document for each in gold.articles]
    runs = [await ask(documents, settings, source(), sample, record_types) for sample in range(samples)]
    if kind == "live" and runs[0].run.exit_code == REFUSED:
        raise ConfigurationError(next(row.detail for row in runs[0].run.rows if row.detail))
    answers = answers_of(runs[0].run.made_with.model, runs, settings)
    result = _result(kind, gold.cases, runs, gold.folder, record_types, answers)
    corpus = corpus_of({document.id: document.sha256 for document in documents}, [gold.folder])
    return _with_dossier(result, runs[0].dossier, corpus, corpus.texts if corpus else {})


def _result(
    source: Source,
    cases: Sequence[Case],
    runs: Sequence[Sampled],
    folder: Path,
    record_types: Sequence[RecordType],
    answers: Answers,
) -> Result:
    kinds = [kind for kind in record_types if any(kind.name in case.gold.items for case in cases)]
    scored = [
        _score(case, summary, kinds, sample)
        for sample, run in enumerate(runs)
        for case in cases
        for summary in [next((s for s in run.summaries if s.meta.id == case.gold.document), None)]
    ]
    result = Result(
        source=source,
        scorer=scorer_digest(),
        profile=cases[0].gold.profile if cases else "",
        gold=gold_digests(folder) if cases else {},
        documents={case.gold.document: case.gold.sha256 for case in cases},
        held_out=tuple(sorted(case.gold.document for case in cases if case.gold.held_out)),
        prompts=dict(sorted(runs[0].run.made_with.prompts.items())),
        record_types=tuple(kind.name for kind in kinds),
        samples=len(runs),
        answers=answers,
        checks=_checks(scored, runs, cases, kinds),
        beside={
            kind.name: figures_beside(
                kind, [each.parts[kind.name] for each in scored if kind.name in each.parts]
            )
            for kind in kinds
        },
        outcomes=tuple(outcome for each in scored for outcome in each.outcomes),
        predictions=tuple(prediction for each in scored for prediction in each.predictions),
    )
    return result.model_copy(update={"figures": figures_of(result, record_types)})


class _Scored(NamedTuple):
    """What scoring one article gave."""

    outcomes: tuple[Outcome, ...]
    predictions: tuple[Prediction, ...]
    traps: tuple[str, ...]
    rejected_true: int
    furniture: int
    parts: Mapping[str, Scored]


def _score(case: Case, summary: ArticleSummary | None, kinds: Sequence[RecordType], sample: int) -> _Scored:
    text = case.page.text
    gold = {(kind.name, item.id): item for kind in kinds for item in case.items.get(kind.name, ())}
    predicted: dict[tuple[str, str], Item] = {}
    traps: list[str] = []
    for kind in kinds:
        if kind.name not in case.gold.items:
            continue
        items = predicted_items(summary.records.get(kind.name, ()) if summary else (), text)
        predicted.update({(kind.name, item.id): item for item in items})
        traps += [
            f"{hit.document}: a record of {hit.record_type} reports {hit.kind} {hit.quote[:60]!r}"
            for hit in trap_hits(case, items, kind)
        ]
    scores = _item_scores(case, predicted, kinds)
    return _Scored(
        outcomes=outcomes_of(scores, gold, predicted, text, sample=sample),
        predictions=tuple(
            Prediction(
                document=case.gold.document,
                record_type=name,
                id=item.id,
                record=dict(item.record),
                spans=item.evidence[0],
                flaw=item.flaw,
                sample=sample,
            )
            for (name, _), item in predicted.items()
        ),
        traps=tuple(traps),
        rejected_true=rejected_true(case, summary, scores, kinds),
        furniture=sum(item.flaw == "furniture" for item in predicted.values()),
        parts={
            kind.name: Scored(
                tuple(score for score in scores if score.record_type == kind.name),
                {item.id: item for item in case.items.get(kind.name, ())},
                {name: item for (listed, name), item in predicted.items() if listed == kind.name},
            )
            for kind in kinds
        },
    )


def _item_scores(
    case: Case, predicted: Mapping[tuple[str, str], Item], kinds: Sequence[RecordType]
) -> list[ItemScore]:
    """Return what became of the items of an article, of each record type that it is labelled for."""
    return [
        score
        for kind in kinds
        if kind.name in case.gold.items
        for score in score_items(
            case.items[kind.name],
            [item for (name, _), item in predicted.items() if name == kind.name],
            kind,
            document=case.gold.document,
            context=case.context,
        )
    ]


def _checks(
    scored: Sequence[_Scored], runs: Sequence[Sampled], cases: Sequence[Case], kinds: Sequence[RecordType]
) -> Checks:
    names = {kind.name for kind in kinds}
    pages = {case.gold.document: case.page for case in cases}
    quotes = [
        (quote, pages[noted.request.document])
        for run in runs
        for noted in run.answers
        if noted.request.record_type in names and noted.request.document in pages
        for quote in quotes_of(noted)
    ]
    counts = [
        count for run in runs for row in run.run.rows for name, count in row.counts.items() if name in names
    ]
    return Checks(
        kept=sum(count.kept for count in counts),
        failing=sum(count.failing for count in counts),
        rejected=sum(count.rejected for count in counts),
        rejected_true=sum(each.rejected_true for each in scored),
        furniture=sum(each.furniture for each in scored),
        ungrounded=sum(p.flaw == "ungrounded" for each in scored for p in each.predictions),
        schema_invalid=sum(noted.request.wave == "structure" for run in runs for noted in run.answers),
        quotes=len(quotes),
        not_verbatim=sum(not page.evidence(quote) for quote, page in quotes),
        traps=tuple(trap for each in scored for trap in each.traps),
        missing=missing(runs, cases, names),
    )


def rescore(
    result: Result,
    cases: Mapping[str, Case],
    record_types: Sequence[RecordType] = BUILT_IN,
    *,
    folder: Path | None = None,
) -> Result:
    """Return `result` scored again by today's scorer from its stored predictions, against the gold in `folder`."""
    kinds = [kind for kind in record_types if kind.name in result.record_types]
    outcomes: list[Outcome] = []
    for sample in range(result.samples):
        for case in cases.values():
            mine = [p for p in result.predictions if (p.document, p.sample) == (case.gold.document, sample)]
            predicted = {(p.record_type, p.id): p.item() for p in mine}
            scores = _item_scores(case, predicted, kinds)
            gold = {(kind.name, item.id): item for kind in kinds for item in case.items.get(kind.name, ())}
            outcomes += outcomes_of(scores, gold, predicted, case.page.text, sample=sample)
    digests = gold_digests(folder) if folder else result.gold
    today = {"scorer": scorer_digest(), "gold": digests, "outcomes": tuple(outcomes)}
    today |= {"dossiers": (), "dossier_scorer": ""}  # a result holds no dossier to score again
    again = result.model_copy(update=today)
    return again.model_copy(update={"figures": figures_of(again, record_types)})
