"""Dossiers in the making: one job for the same articles, whoever asks and however often."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

from summariser.pipeline import Progress
from summariser.serve.contract import JobProgress, JobState, JobView
from summariser.serve.problems import ProblemError

KEPT = 50
"""Jobs that are kept after their end, the latest; an older one is free to make again, since its answers are stored."""

PACE = 0.1
"""Least seconds between two events of one listener."""

BEAT = 15.0
"""Most seconds between two events, so that nobody on the way takes the connection for dead."""

_UNDER_WAY = frozenset({JobState.RUNNING, JobState.CANCELLING})
_ASKED_AGAIN = frozenset({JobState.INCOMPLETE, JobState.CANCELLING, JobState.CANCELLED, JobState.FAILED})
"""States in which posting the same articles starts anew: what was answered before costs nothing."""


class Job:
    """One dossier in the making, or made.

    Attributes:
        stop: Once set nothing more is asked, and the job ends with what there is.
        result: The members of its answer that only a job that has ended has, as JSON.
    """

    def __init__(self, id_: str, articles: int) -> None:
        self.id = id_
        self.stop = asyncio.Event()
        self.result = b""
        self._created = datetime.now(UTC)
        self._state = JobState.RUNNING
        self._progress = JobProgress(of=articles)
        self._changed = asyncio.Event()

    @property
    def view(self) -> JobView:
        """How far it is."""
        return JobView(id=self.id, state=self._state, created=self._created, progress=self._progress)

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self._state in _UNDER_WAY

    def advance(self, progress: Progress) -> None:
        """Note how far it is."""
        now = JobProgress(
            articles=progress.articles, of=progress.of, answers=progress.answers, tokens=progress.tokens
        )
        self._tell(self._state, now)

    def cancel(self) -> None:
        """Ask nothing more; what is in flight ends and is stored."""
        self.stop.set()
        self._tell(JobState.CANCELLING, self._progress)

    def end(self, state: JobState, result: bytes) -> None:
        """Note how it ended; a job that was cancelled ends as that, with what there is."""
        self.result = result
        self._tell(JobState.CANCELLED if self._state is JobState.CANCELLING else state, self._progress)

    async def views(self) -> AsyncIterator[JobView]:
        """Yield how far it is, now, whenever that changes and every `BEAT`, until it has ended.

        A slow listener misses steps.
        """
        while True:
            changed, view = self._changed, self.view
            yield view
            if view.state not in _UNDER_WAY:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), BEAT)
            await asyncio.sleep(PACE)

    def _tell(self, state: JobState, progress: JobProgress) -> None:
        self._state, self._progress = state, progress
        self._changed.set()
        self._changed = asyncio.Event()


Work = Callable[[Job], Awaitable[None]]


class Jobs:
    """The jobs of a service, by id; at most `at_once` are under way."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[asyncio.Task[None], Job] = {}

    def post(self, id_: str, articles: int, work: Work) -> Job:
        """Return the job of this name, started now unless it is under way or done.

        Raises:
            ProblemError: `busy`, when too many are under way.
        """
        found = self._jobs.get(id_)
        if found is not None and found.view.state not in _ASKED_AGAIN:
            return found
        if len(self._tasks) >= self._at_once:
            raise ProblemError("busy", f"{len(self._tasks)} dossiers are being made")
        self._jobs.pop(id_, None)
        job = self._jobs[id_] = Job(id_, articles)
        task = asyncio.create_task(self._run(job, work))
        self._tasks[task] = job
        task.add_done_callback(self._tasks.pop)
        return job

    def get(self, id_: str) -> Job:
        """Return a job.

        Raises:
            ProblemError: `not-found`; also for a job of an earlier process, which is free to post again.
        """
        if id_ not in self._jobs:
            raise ProblemError(
                "not-found", "there is no such dossier: post its articles again, which costs nothing anew"
            )
        return self._jobs[id_]

    def drop(self, id_: str) -> Job:
        """Cancel a job that is under way, or forget one that has ended, and return it.

        Raises:
            ProblemError: `not-found`.
        """
        job = self.get(id_)
        if job.under_way:
            job.cancel()
        else:
            del self._jobs[id_]
        return job

    def count(self) -> dict[str, int]:
        """Return how many jobs there are in each state."""
        counts = Counter(job.view.state for job in self._jobs.values())
        return {state.value: counts[state] for state in JobState}

    def stop(self) -> None:
        """Ask nothing more for any job: each ends with what there is."""
        for job in self._tasks.values():
            job.stop.set()

    async def close(self) -> None:
        """Return when all jobs have ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job, work: Work) -> None:
        try:
            await work(job)
        finally:
            if job.under_way:  # cancelled from outside, at the end of the process
                job.end(JobState.FAILED, b"")
            ended = [one.id for one in self._jobs.values() if not one.under_way]
            for id_ in ended[: max(0, len(ended) - KEPT)]:
                del self._jobs[id_]
