"""What the routes call: one `Summariser`, the jobs, and the counting of what both took."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from summariser.document import Document
from summariser.errors import SummariserError
from summariser.ledger import InputRow, State, json_bytes
from summariser.pipeline import Article, Summariser
from summariser.records import ArticleSummary
from summariser.report.as_json import article as article_json
from summariser.report.contents import with_rejected_sorted
from summariser.serve.contract import JobState
from summariser.serve.jobs import Job, Jobs
from summariser.serve.metrics import Metrics
from summariser.serve.problems import ProblemError, for_callers, problem_of

log = logging.getLogger(__name__)


class Service:
    """One `Summariser` for all callers.

    Attributes:
        stopping: Whether the process has been asked to end.
    """

    def __init__(self, summariser: Summariser) -> None:
        self.settings = summariser.settings
        self.metrics = Metrics()
        self.jobs = Jobs(self.settings.serve_jobs)
        self.stopping = False
        self._summariser = summariser
        self._under_way: dict[asyncio.Task[Article], asyncio.Event] = {}

    async def summarise(self, document: Document, *, deadline: float) -> bytes:
        """Return an article's records and its row of the ledger, as JSON.

        Whoever leaves, or whose deadline passes, is no longer waited for: nothing
        more is asked for them, and what is in flight ends and is stored.

        Raises:
            ProblemError: There are no records, or not in time.
        """
        self._refuse_new_work()
        stop = asyncio.Event()
        task = asyncio.create_task(self._article(document, stop))
        self._under_way[task] = stop
        task.add_done_callback(self._landed)
        try:
            async with asyncio.timeout(deadline):
                done = await asyncio.shield(task)
        except TimeoutError:
            raise ProblemError(
                "deadline", f"{document.id!r} was not done within {deadline:g} seconds"
            ) from None
        finally:
            stop.set()
        problem = problem_of(done.row)
        if problem or done.summary is None:
            raise problem or ProblemError("internal")
        return json_bytes({"summary": self._as_json(done.summary), "row": done.row})

    def post(self, id_: str, documents: Sequence[Document]) -> Job:
        """Return the job that sets these articles side by side, begun now unless it is there.

        Raises:
            ProblemError: `too-large`, `busy` or `stopping`.
        """
        self._refuse_new_work()
        if len(documents) > self.settings.most_compared:
            raise ProblemError("too-large", f"a dossier may have {self.settings.most_compared:,} articles")
        return self.jobs.post(id_, len(documents), lambda job: self._dossier(job, documents))

    def ready(self) -> None:
        """Return if a request is likely to be answered.

        Raises:
            ProblemError: `stopping` or `not-ready`.
        """
        self._refuse_new_work()
        breaker = getattr(self._summariser.source.answers, "breaker", None)
        try:
            if breaker is not None:
                breaker.check()
        except SummariserError as error:
            raise ProblemError("not-ready") from error

    def stop(self) -> None:
        """Take no more work; what callers wait for goes on, and jobs ask nothing more."""
        self.stopping = True
        self.jobs.stop()

    async def close(self) -> None:
        """Return when all has ended and is stored."""
        self.stop()
        for stop in self._under_way.values():
            stop.set()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.jobs.close()

    async def _article(self, document: Document, stop: asyncio.Event) -> Article:
        """Return what became of one article, counted."""
        async with aclosing(self._summariser.summarise_each([document], stop=stop)) as articles:
            (done,) = [article async for article in articles]
        self.metrics.ended([done.row], done.row.usage)
        if done.row.state is State.FAILED and done.row.reason:
            self._tell(done.row)
        return done

    def _tell(self, row: InputRow) -> None:
        """Log why an article failed; a line of JSON, which others collect, holds no message of an endpoint's."""
        told = {"summariser.document": row.document, "summariser.state": row.state, "error.type": row.reason}
        if self.settings.logs == "json":
            log.error("article", extra={"attributes": told})
        else:
            log.error("%r ended as %s (%s): %s", row.document, row.state, row.reason, row.detail)

    async def _dossier(self, job: Job, documents: Sequence[Document]) -> None:
        """Make one dossier, and end its job."""
        try:
            corpus = await self._summariser.summarise_corpus(
                documents, on_progress=job.advance, stop=job.stop
            )
        except Exception as error:
            log.exception("dossier %s failed", job.id, exc_info=error)
            job.end(JobState.FAILED, _result(problem=ProblemError("internal").document()))
            return
        self.metrics.ended(corpus.run.rows, corpus.run.totals.usage)
        summaries = [self._as_json(summary) for summary in corpus.summaries]
        run = corpus.run.model_copy(update={"rows": tuple(map(for_callers, corpus.run.rows))})
        result = await asyncio.to_thread(_result, articles=summaries, dossier=corpus.dossier, run=run)
        job.end(JobState.INCOMPLETE if corpus.run.exit_code else JobState.DONE, result)

    def _as_json(self, summary: ArticleSummary) -> dict[str, Any]:
        types = self._summariser.record_types
        return article_json(with_rejected_sorted(summary, types), types)

    def _refuse_new_work(self) -> None:
        if self.stopping:
            raise ProblemError("stopping")

    def _landed(self, task: asyncio.Task[Article]) -> None:
        """Forget an article; its error counts as seen even if its caller has gone."""
        self._under_way.pop(task, None)
        if not task.cancelled():
            task.exception()


def job_bytes(job: Job) -> bytes:
    """Return a job as JSON, with the members of its result."""
    return json_bytes(job.view)[:-3] + b"," + (job.result or _result()).lstrip()[1:]


def _result(**members: object) -> bytes:
    """Return what a job that has ended adds to its view, as JSON."""
    return json_bytes({"articles": [], "dossier": None, "run": None, "problem": None} | members)
