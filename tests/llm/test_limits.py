"""The limiter: fair, never above its caps, quick to slow down, quick to recover, and patient only so long."""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from typing import Any, NamedTuple, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summariser.errors import DeferredError
from summariser.llm.limits import Limiter, Time, retry_after
from summariser.llm.rates import MINUTE, Minute, Quota, quotas

T = TypeVar("T")
EPOCH = 1_800_000_000.0


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        """Return the virtual time in seconds."""
        return self.now


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self.loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "every task waits for another one"
        self.loop.now += max(0.0, timeout)
        return super().select(0)


def simulate(scene: Callable[[Time], Coroutine[Any, Any, T]]) -> T:
    """Run `scene` in virtual time and return its result."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(scene(Time(loop.time, lambda: EPOCH + loop.now, asyncio.sleep)))
    finally:
        loop.close()


class Outcome(NamedTuple):
    """What a simulated run came to."""

    elapsed: float
    posts: int
    refused: int
    most_attempts: int
    early: int


@dataclass
class Endpoint:
    """A simulated endpoint with a token bucket, random refusals and a latency."""

    time: Time
    rate: float = 1e9
    burst: float = 20.0
    latency: float = 0.05
    share: float = 0.0
    form: Callable[[float], dict[str, str]] = lambda _: {}
    seed: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - a simulation
        self.level, self.at = self.burst, 0.0
        self.posts = self.refused = self.early = 0
        self.not_before = 0.0

    async def post(self) -> tuple[int, dict[str, str]]:
        """Return a status and headers, after the latency when it answers."""
        now = self.time.monotonic()
        self.posts += 1
        self.early += now < self.not_before
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1 or self.random.random() < self.share:
            self.refused += 1
            await self.time.sleep(0.01)
            headers = self.form(self.time.wall())
            wait = retry_after(headers, now=self.time.wall()) or 0.0
            self.not_before = max(self.not_before, self.time.monotonic() + wait)
            return 429, headers
        self.level -= 1
        await self.time.sleep(self.latency * self.random.uniform(0.8, 1.2))
        return 200, {}


async def run(time: Time, endpoint: Endpoint, limiter: Limiter, *, items: int) -> Outcome:
    """Send `items` requests, each as often as needed."""

    async def one() -> int:
        for attempt in range(1, 100):
            async with limiter.slot(10):
                start = time.monotonic()
                status, headers = await endpoint.post()
                limiter.observe(status, headers, time.monotonic() - start)
            if status == 200:
                return attempt
        raise AssertionError("an item never got through")

    attempts = await asyncio.gather(*(one() for _ in range(items)))
    return Outcome(time.monotonic(), endpoint.posts, endpoint.refused, max(attempts), endpoint.early)


FORMS: dict[str, Callable[[float], dict[str, str]]] = {
    "seconds": lambda _: {"Retry-After": "1"},
    "milliseconds": lambda _: {"retry-after-ms": "1000"},
    "date": lambda now: {
        "Retry-After": formatdate(now + 1, usegmt=True),
        "Date": formatdate(now, usegmt=True),
    },
    "absent": lambda _: {},
    "negative": lambda _: {"Retry-After": "-1"},
    "zero": lambda _: {"Retry-After": "0"},
    "garbage": lambda _: {"Retry-After": "soon"},
}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": " 0.25 "}, 0.25),
        ({"Retry-After": "600000000"}, 600_000_000.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"Retry-After": formatdate(EPOCH + 30, usegmt=True)}, 30.0),
        ({"Retry-After": formatdate(EPOCH - 30, usegmt=True)}, 0.0),
        ({"Retry-After": formatdate(90, usegmt=True), "Date": formatdate(60, usegmt=True)}, 30.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "1e3"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "Mon, 99 Foo 2026 99:99:99 GMT"}, None),
        ({"Retry-After": "9" * 5000}, None),
        ({}, None),
    ],
)
def test_reads_every_form_of_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """A usable wait is read in any of its forms, and nothing else is taken for one."""
    assert retry_after(headers, now=EPOCH) == seconds


@given(
    st.dictionaries(
        st.sampled_from(["Retry-After", "retry-after-ms", "Date", "x-ratelimit-reset"]), st.text()
    )
)
def test_no_header_can_break_the_readers(headers: dict[str, str]) -> None:
    """Whatever an endpoint writes into its headers, a wait is a finite number of seconds or none."""
    wait = retry_after(headers, now=EPOCH)

    assert wait is None or 0 <= wait < float("inf")
    assert all(quota.reset >= 0 for quota in quotas(headers, now=EPOCH).values())


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            {
                "x-ratelimit-limit-requests": "500",
                "x-ratelimit-remaining-requests": "499",
                "x-ratelimit-reset-requests": "120ms",
                "x-ratelimit-limit-tokens": "30000",
                "x-ratelimit-remaining-tokens": "29000",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            {"requests": Quota(500, 499, 0.12), "tokens": Quota(30000, 29000, 360)},
        ),
        (
            {
                "anthropic-ratelimit-requests-limit": "50",
                "anthropic-ratelimit-requests-remaining": "0",
                "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:12Z",
            },
            {"requests": Quota(50, 0, 12)},
        ),
        (
            {"x-ratelimit-remaining-tokens": "10", "x-ratelimit-reset-tokens": "30"},
            {"tokens": Quota(float("inf"), 10, 30)},
        ),
        (
            {
                "X-RateLimit-Limit": "20",
                "X-RateLimit-Remaining": "3",
                "X-RateLimit-Reset": str(int(EPOCH + 5) * 1000),
            },
            {"requests": Quota(20, 3, 5)},
        ),
        ({"x-ratelimit-remaining-requests": "3"}, {}),
        ({"x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "1s"}, {}),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "tomorrow"}, {}),
    ],
)
def test_reads_the_limits_of_each_family(headers: dict[str, str], expected: dict[str, Quota]) -> None:
    """The header families mean the same to the limiter; half a statement means nothing."""
    assert quotas(headers, now=EPOCH) == expected


@pytest.mark.parametrize("form", FORMS)
def test_keeps_a_rate_it_was_never_told(form: str) -> None:
    """Against 20 requests a second nothing is lost, few are refused, none comes early and little time is."""

    async def scene(time: Time) -> Outcome:
        endpoint = Endpoint(time, rate=20, form=FORMS[form])
        return await run(time, endpoint, Limiter(concurrency=20, time=time), items=400)

    outcome = simulate(scene)

    assert outcome.refused <= 0.05 * outcome.posts
    assert outcome.elapsed <= 1.25 * (400 - 20) / 20
    assert outcome.early == 0
    assert outcome.most_attempts <= 3


@pytest.mark.parametrize("days", [1, -1])
@pytest.mark.parametrize("form", FORMS)
def test_a_clock_of_the_day_that_jumps_changes_nothing(form: str, days: int) -> None:
    """Halfway through, the day is another one here than at the endpoint: pace and patience are as they were."""

    async def scene(time: Time, jump: float) -> Outcome:
        endpoint = Endpoint(time, rate=20, form=FORMS[form])
        jumping = time._replace(wall=lambda: time.wall() + (jump if time.monotonic() > 8 else 0.0))
        return await run(time, endpoint, Limiter(concurrency=20, time=jumping), items=400)

    assert simulate(partial(scene, jump=days * 86_400.0)) == simulate(partial(scene, jump=0.0))


@pytest.mark.parametrize("seed", range(5))
def test_survives_refusals_that_mean_nothing(seed: int) -> None:
    """When one answer in twenty is a refusal out of the blue, a run takes at most three times as long."""

    async def scene(time: Time) -> Outcome:
        endpoint = Endpoint(time, latency=0.1, share=0.05, seed=seed)
        return await run(time, endpoint, Limiter(concurrency=20, time=time), items=200)

    assert simulate(scene).elapsed <= 3 * (200 / 20 * 0.1)


@given(
    cap=st.integers(1, 12),
    latencies=st.lists(st.floats(0.01, 5), min_size=1, max_size=60),
    statuses=st.lists(st.sampled_from([200, 429, 500, 503]), min_size=1, max_size=9),
)
@settings(max_examples=60, deadline=None)
def test_never_has_more_in_flight_than_its_cap(cap: int, latencies: list[float], statuses: list[int]) -> None:
    """Whatever happens, the cap holds, one request always may go, and every place is given back."""

    async def scene(time: Time) -> tuple[int, int, int]:
        limiter = Limiter(concurrency=cap, time=time)
        most = 0

        async def one(index: int, latency: float) -> None:
            nonlocal most
            async with limiter.slot():
                most = max(most, limiter.in_flight)
                await time.sleep(latency)
                limiter.observe(statuses[index % len(statuses)], {}, latency)

        await asyncio.gather(*(one(*pair) for pair in enumerate(latencies)))
        return most, limiter.in_flight, limiter.limit

    most, left, limit = simulate(scene)

    assert 1 <= most <= cap
    assert left == 0
    assert 1 <= limit <= cap


@given(
    cap=st.integers(1, 40),
    amounts=st.lists(st.integers(1, 50), min_size=1, max_size=60),
    gaps=st.lists(st.integers(0, 30), min_size=60, max_size=60),
)
def test_no_minute_holds_more_than_the_cap(cap: int, amounts: list[int], gaps: list[int]) -> None:
    """In any 60 seconds at most the cap is sent, but for a single request that is larger than it."""
    minute, now, sent = Minute(cap), 0.0, []

    for amount, gap in zip(amounts, gaps, strict=False):
        now += gap
        while wait := minute.wait(amount, now):
            now += wait
        minute.take(amount, now)
        sent.append((now, amount))

    for end, _ in sent:
        window = [amount for at, amount in sent if end - MINUTE < at <= end]
        assert sum(window) <= cap or len(window) == 1


def test_the_users_caps_hold_for_requests_and_tokens() -> None:
    """With 10 requests and 1,000 tokens a minute, whichever is reached first decides."""

    async def scene(time: Time) -> list[float]:
        limiter = Limiter(concurrency=50, rpm=10, tpm=1000, time=time)
        times = []
        for tokens in [10] * 12 + [400] * 3:
            async with limiter.slot(tokens):
                times.append(float(round(time.monotonic())))
        return times

    assert simulate(scene) == [0] * 10 + [60] * 4 + [120]


def test_the_first_to_ask_is_the_first_to_go() -> None:
    """A large request is not overtaken by small ones that would fit before it."""

    async def scene(time: Time) -> list[int]:
        limiter = Limiter(concurrency=4, tpm=1000, time=time)
        order = []

        async def one(index: int, tokens: int) -> None:
            async with limiter.slot(tokens):
                order.append(index)

        await asyncio.gather(*(one(i, 900 if i == 1 else 200) for i in range(6)))
        return order

    assert simulate(scene) == [0, 1, 2, 3, 4, 5]


async def windows(limiter: Limiter, time: Time, *latencies: float) -> list[int]:
    """Return the concurrency after each window of successes that took this long."""
    limits = []
    for latency in latencies:
        for _ in range(limiter.limit):
            limiter.observe(200, {}, latency)
        limits.append(limiter.limit)
        await time.sleep(latency)
    return limits


def test_concurrency_grows_by_one_per_good_window() -> None:
    """From half the cap the first good window reaches it; after a cut, what was borne, then one by one."""

    async def scene(time: Time) -> tuple[list[int], int, list[int]]:
        limiter = Limiter(concurrency=8, time=time)
        start = [limiter.limit, *await windows(limiter, time, 1, 1)]
        for _ in range(4):
            limiter.observe(429, {}, 0.1)
        return start, limiter.limit, await windows(limiter, time, 1, 1, 1, 1, 1)

    assert simulate(scene) == ([4, 8, 8], 4, [5, 6, 7, 8, 8])


def test_concurrency_waits_while_answers_get_slower() -> None:
    """A window twice as slow as usual is no reason to send more at once."""

    async def scene(time: Time) -> list[int]:
        limiter = Limiter(concurrency=10, time=time)
        limiter.observe(429, {}, 0)
        return await windows(limiter, time, 1, 2.5, 2.5, 1)

    limits = simulate(scene)

    assert limits[0] == limits[1] == limits[2] < limits[3]


@pytest.mark.parametrize(("status", "limit"), [(429, 5), (503, 5), (529, 5), (500, 10), (400, 10), (408, 10)])
def test_only_overload_halves_concurrency(status: int, limit: int) -> None:
    """429, 503 and 529 speak of load; other errors say nothing about it."""

    async def scene(time: Time) -> int:
        limiter = Limiter(concurrency=20, time=time)
        limiter.observe(status, {}, 0.1)
        return limiter.limit

    assert simulate(scene) == limit


def test_one_wave_of_refusals_halves_once() -> None:
    """Refusals of requests sent before the cut are part of the wave that caused it."""

    async def scene(time: Time) -> list[int]:
        limiter = Limiter(concurrency=16, time=time)
        limits = []
        await time.sleep(1)
        for sent in (0.0, 0.5, 0.9):
            limiter.observe(429, {}, time.monotonic() - sent)
            limits.append(limiter.limit)
        await time.sleep(1)
        limiter.observe(429, {}, 0.2)
        return [*limits, limiter.limit]

    assert simulate(scene) == [4, 4, 4, 2]


def test_a_pause_holds_everyone() -> None:
    """After a Retry-After nobody sends before it is over, and a shorter one does not end it."""

    async def scene(time: Time) -> list[float]:
        limiter = Limiter(concurrency=8, time=time)
        times = []

        async def one() -> None:
            async with limiter.slot():
                times.append(time.monotonic())

        limiter.observe(503, {"Retry-After": "40"}, 0.1)
        limiter.pause(3)
        await asyncio.gather(*(one() for _ in range(6)))
        return times

    assert all(40 <= at < 40.3 for at in simulate(scene))


def test_an_unexplained_refusal_backs_off_only_when_repeated() -> None:
    """The first 429 without a word is answered by less at once, further ones by longer and longer pauses."""

    async def scene(time: Time) -> list[float]:
        limiter = Limiter(concurrency=8, time=time)
        pauses = []
        for _ in range(9):
            limiter.observe(429, {"Retry-After": "soon"}, 0)
            pauses.append(limiter.paused_for)
            await time.sleep(limiter.paused_for + 0.1)
        return pauses

    assert simulate(scene) == pytest.approx([0, 0.5, 1, 2, 4, 8, 16, 30, 30])


def test_a_long_pause_defers_those_who_wait_and_those_who_come() -> None:
    """Ten minutes are more than a run waits: every caller is told at once, not left hanging."""

    async def scene(time: Time) -> list[tuple[float, str]]:
        limiter = Limiter(concurrency=1, patience=120, time=time)
        told = []

        async def one() -> None:
            try:
                async with limiter.slot():
                    await time.sleep(1)
                    limiter.observe(429, {"Retry-After": "600"}, 1)
            except DeferredError as error:
                told.append((time.monotonic(), str(error)))

        await asyncio.gather(*(one() for _ in range(5)))
        await one()
        return told

    told = simulate(scene)

    assert len(told) == 5
    assert all(at < 2 and "600 s" in message for at, message in told)


def test_a_patient_limiter_sits_a_long_pause_out() -> None:
    """With no end to its patience nothing is deferred."""

    async def scene(time: Time) -> float:
        limiter = Limiter(concurrency=1, patience=float("inf"), time=time)
        limiter.pause(600)
        async with limiter.slot():
            return time.monotonic()

    assert 600 <= simulate(scene) < 601


def test_headers_hold_requests_back_before_a_refusal() -> None:
    """When an endpoint says that nothing is left, the next request waits for what it says comes back."""

    async def scene(time: Time) -> list[float]:
        limiter = Limiter(concurrency=4, time=time)
        headers = {
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-remaining-requests": "1",
            "x-ratelimit-reset-requests": "59s",
        }
        times = []
        async with limiter.slot():
            limiter.observe(200, headers, 0.1)
        for _ in range(3):
            async with limiter.slot():
                times.append(time.monotonic())
        return times

    assert simulate(scene) == pytest.approx([0, 1, 2], abs=0.3)


def test_tokens_left_count_what_is_in_flight() -> None:
    """Tokens of requests under way may not be in the endpoint's figure yet, so they are taken off it."""

    async def scene(time: Time) -> tuple[float, float]:
        limiter = Limiter(concurrency=4, time=time)
        headers = {"x-ratelimit-remaining-tokens": "1000", "x-ratelimit-reset-tokens": "20s"}
        async with limiter.slot(800):
            limiter.observe(200, headers, 0.1)
            async with limiter.slot(200):
                small = time.monotonic()
            async with limiter.slot(100):
                return small, time.monotonic()

    assert simulate(scene) == pytest.approx((0, 20), abs=0.3)


def test_headers_are_advice_for_a_minute_at_most() -> None:
    """A reset in ten years cannot stop a run; only a refusal can."""

    async def scene(time: Time) -> float:
        limiter = Limiter(concurrency=2, time=time)
        headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300000000"}
        limiter.observe(200, headers, 0.1)
        async with limiter.slot():
            return time.monotonic()

    assert simulate(scene) == pytest.approx(60, abs=0.3)


def test_a_place_is_given_back_however_its_holder_ends() -> None:
    """Errors and cancellation, while holding a place or while waiting for one, leak nothing."""

    async def scene(time: Time) -> int:
        limiter = Limiter(concurrency=1, time=time)

        async def hold(seconds: float) -> None:
            async with limiter.slot(5):
                await time.sleep(seconds)
                raise RuntimeError("the call failed")

        tasks = [asyncio.create_task(hold(10)) for _ in range(4)]
        await time.sleep(1)
        tasks[0].cancel()
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert time.monotonic() < 22
        return limiter.in_flight

    assert simulate(scene) == 0
