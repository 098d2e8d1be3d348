"""Callers who mean harm or know no better: what they are told, and that nobody else notices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra `serve`")

from summariser.errors import ConfigurationError
from summariser.serve.server import check
from summariser.settings import Settings
from tests.faults import FaultServer, Plan
from tests.serve.calling import TEXT, Caller, Reply, reply_of, serving, settings_for

_T = TypeVar("_T")
TOKEN = "canary-of-the-callers"
LARGEST = 100_000


@pytest.fixture
async def caller(endpoint: FaultServer, tmp_path: Path) -> AsyncIterator[Caller]:
    """Run a strict service against it, and return one who knows the token."""
    settings = settings_for(
        endpoint, tmp_path, serve_token=TOKEN, serve_max_bytes=LARGEST, serve_patience=1, serve_concurrency=10
    )
    async with serving(settings) as (calling, _):
        yield calling


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ü"]
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/summaries"), ("GET", "/metrics"), ("GET", "/v1/dossiers/0a")]
)
async def test_a_wrong_token_is_turned_away(
    given: str, method: str, path: str, endpoint: FaultServer, caller: Caller
) -> None:
    """Whatever is wrong with it, the answer is the same, names the scheme, and no model is asked."""
    reply = await caller.ask(
        method, path, b'{"text": "x"}', Authorization=given, Content_Type="application/json"
    )

    assert (reply.status, reply.kind, reply.headers["www-authenticate"]) == (401, "unauthorized", "bearer")
    assert TOKEN not in reply.body.decode()
    assert len(endpoint.ledger) == 0


async def test_probes_need_no_token(caller: Caller) -> None:
    """Whoever runs the service may ask whether it lives without knowing a secret."""
    statuses = [(await Caller(caller.port).ask("GET", path)).status for path in ("/healthz", "/readyz")]

    assert statuses == [200, 200]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104 - refused
def test_no_open_service_beyond_this_machine(host: str) -> None:
    """Where others can reach it, a token is needed before anything is served."""
    with pytest.raises(ConfigurationError, match="SUMMARISER_SERVE_TOKEN"):
        check(Settings(serve_host=host))
    check(Settings(serve_host=host, serve_token=TOKEN))
    check(Settings())


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"Host": "evil.example"}, 421, "misdirected"),
        ({"Host": ""}, 421, "misdirected"),
        ({"Host": "localhost.evil.example:8000"}, 421, "misdirected"),
        ({"Content_Type": "text/plain"}, 415, "media-type"),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415, "media-type"),
    ],
)
async def test_a_page_in_the_users_browser_cannot_spend(
    headers: dict[str, str], status: int, kind: str, endpoint: FaultServer, tmp_path: Path
) -> None:
    """Without a token, what a foreign page can send without being asked (another name, a form) is turned away."""
    async with serving(settings_for(endpoint, tmp_path)) as (caller, _):
        reply = await caller.post("/v1/summaries", {"text": TEXT.format(1)}, **headers)
        named = await caller.post("/v1/summaries", {"text": TEXT.format(1)}, Host="[::1]:8000")

    assert (reply.status, reply.kind, named.status) == (status, kind, 200)


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_oversized_body_is_read_no_further_than_it_may_be(
    chunked: bool, endpoint: FaultServer, caller: Caller  # noqa: FBT001 - a parameter of the test
) -> None:  # fmt: skip
    """With or without a length that tells, 413 comes back and the connection ends."""
    body = b'{"text": "' + b"x" * LARGEST + b'"}'
    headers = {"Transfer_Encoding": "chunked", "Content_Length": ""} if chunked else {}
    reader, writer = await asyncio.open_connection("127.0.0.1", caller.port)
    head = caller.head("POST", "/v1/summaries", len(body), **headers | {"Content_Type": "application/json"})
    if chunked:
        head = head.replace(b"Content-Length: \r\n", b"")
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)

    writer.write(head + body)
    reply = reply_of(await reader.read())
    writer.close()

    assert (reply.status, reply.kind, reply.headers["connection"]) == (413, "too-large", "close")
    assert len(endpoint.ledger) == 0


async def test_a_body_that_announces_its_size_is_not_even_asked_for(caller: Caller) -> None:
    """A caller who waits to be asked gets the refusal in place of "100 Continue"."""
    reader, writer = await asyncio.open_connection("127.0.0.1", caller.port)
    writer.write(
        caller.head("POST", "/v1/summaries", 10**9, Content_Type="application/json", Expect="100-continue")
    )

    began = time.monotonic()
    reply = reply_of(await reader.read())
    writer.close()

    assert (reply.status, time.monotonic() - began < 0.5) == (413, True)


async def dripping(caller: Caller, sent: bytes, *, every: float = 0.2) -> tuple[Reply, float]:
    """Return what a caller gets who sends `sent` and then a byte at a time, and the seconds it took."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", caller.port)
    reading = asyncio.create_task(reader.read())
    writer.write(sent)
    with suppress(ConnectionError):
        while not reading.done() and time.monotonic() - began < 10:
            writer.write(b"x")
            await writer.drain()
            await asyncio.wait({reading}, timeout=every)
    try:
        return reply_of(await asyncio.wait_for(reading, 5)), time.monotonic() - began
    except ConnectionError:
        return Reply(0), time.monotonic() - began
    finally:
        writer.close()


async def test_a_slow_body_is_cut_off(caller: Caller) -> None:
    """However steadily it drips, a body that is not there in time is 408."""
    head = caller.head("POST", "/v1/summaries", 1000, Content_Type="application/json")

    reply, seconds = await dripping(caller, head)

    assert (reply.status, reply.kind) == (408, "too-slow")
    assert 1 <= seconds < 4


@pytest.mark.parametrize("sent", [b"", b"POST /v1/summaries HTTP/1.1\r\nX-Slow: "])
async def test_a_slow_head_is_cut_off(sent: bytes, caller: Caller) -> None:
    """Who opens a connection and never says what for is hung up on."""
    reply, seconds = await dripping(caller, sent)

    assert reply.status in {0, 400}
    assert seconds < 4


async def test_who_never_says_a_word_is_cut_off(caller: Caller) -> None:
    """An idle connection ends, and holds no place meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", caller.port)
    async with asyncio.timeout(4):
        assert await reader.read() == b""
    writer.close()


async def honest(caller: Caller, numbers: Iterable[int]) -> tuple[list[int], float]:
    """Return what callers are answered who each post another article, and the seconds that the last one waited."""
    began = time.monotonic()
    calls = [caller.post("/v1/summaries", {"text": TEXT.format(number)}) for number in numbers]
    replies = await asyncio.gather(*calls)
    return [reply.status for reply in replies], time.monotonic() - began


async def again(hostile: Callable[[], Awaitable[_T]], until: asyncio.Event) -> list[_T]:
    """Return what a hostile caller gets who begins anew as soon as it is turned away."""
    got = []
    while not until.is_set():
        got.append(await hostile())
    return got


async def test_hostile_callers_harm_nobody(endpoint: FaultServer, caller: Caller) -> None:
    """Amid slow heads, slow and oversized bodies and wrong tokens without pause, honest callers hardly wait longer."""
    endpoint.plan = Plan(latency=0.2)
    head = caller.head("POST", "/v1/summaries", 1000, Content_Type="application/json")
    large = b'{"text": "' + b"x" * 2 * LARGEST + b'"}'
    kinds: dict[str, Callable[[], Awaitable[Reply]]] = {
        "slow head": lambda: dripped(caller, head[:-2] + b"X-Slow: "),
        "slow body": lambda: dripped(caller, head),
        "oversized": lambda: caller.post("/v1/summaries", large),
        "wrong token": lambda: Caller(caller.port, "wrong").post("/v1/summaries", {"text": "x"}),
    }
    await honest(caller, [0])
    answered, quiet = await honest(caller, range(1, 9))
    enough = asyncio.Event()
    attacks = {
        kind: [asyncio.create_task(again(hostile, enough)) for _ in range(8)]
        for kind, hostile in kinds.items()
    }
    await asyncio.sleep(0.1)

    attacked = [await honest(caller, range(first, first + 8)) for first in (9, 17, 25)]
    enough.set()
    turned_away = {
        kind: {reply.status for replies in await asyncio.gather(*tasks) for reply in replies}
        for kind, tasks in attacks.items()
    }

    assert [answered, *(statuses for statuses, _ in attacked)] == [[200] * 8] * 4
    assert min(seconds for _, seconds in attacked) < 1.5 * quiet + 0.5
    assert max(seconds for _, seconds in attacked) < 2 * quiet + 1
    assert turned_away["slow head"] <= {0, 400}
    assert (
        408 in turned_away["slow body"] <= {0, 408}
    )  # who sends on when it is hung up on may lose the answer
    assert (turned_away["oversized"], turned_away["wrong token"]) == ({413}, {401})
    assert endpoint.ledger.billed == endpoint.ledger.delivered == 33 * 6


async def dripped(caller: Caller, sent: bytes) -> Reply:
    """Return what a slow sender gets."""
    return (await dripping(caller, sent))[0]


@pytest.mark.parametrize(
    "first", [b"", b"POST /v1/summaries HTTP/1.1\r\nX-Slow: ", b"GET /healthz HTTP/1.1\r\n"]
)
async def test_a_crowd_that_says_nothing_shuts_nobody_out(
    first: bytes, endpoint: FaultServer, tmp_path: Path
) -> None:
    """With more silent connections than there may be in all, whoever speaks is answered at once, probes too."""
    async with serving(
        settings_for(endpoint, tmp_path, serve_concurrency=5, serve_patience=60)
    ) as (caller, _), AsyncExitStack() as crowd:  # fmt: skip
        for _ in range(80):
            _, writer = await asyncio.open_connection("127.0.0.1", caller.port)
            crowd.callback(writer.close)
            writer.write(first)
            if first.startswith(b"GET"):  # and once it is answered, the connection is kept
                writer.write(b"Host: localhost\r\n\r\n")

        began = time.monotonic()
        answered, _ = await honest(caller, range(4))
        alive = await caller.ask("GET", "/healthz")

    assert (answered, alive.status) == ([200] * 4, 200)
    assert time.monotonic() - began < 5


async def test_more_callers_than_there_is_room_for_come_later(endpoint: FaultServer, tmp_path: Path) -> None:
    """Beyond the cap a caller is told at once to come back; probes and those who are inside notice nothing."""
    endpoint.plan = Plan(latency=1)
    async with serving(settings_for(endpoint, tmp_path, serve_concurrency=2)) as (caller, _):
        inside = [
            asyncio.create_task(caller.post("/v1/summaries", {"text": TEXT.format(number)}))
            for number in (1, 2)
        ]
        await asyncio.sleep(0.4)
        began = time.monotonic()
        refused = await caller.post("/v1/summaries", {"text": TEXT.format(3)})
        waited = time.monotonic() - began
        alive = await caller.ask("GET", "/healthz")
        answered = [reply.status for reply in await asyncio.gather(*inside)]

    assert (refused.status, refused.kind, refused.headers["retry-after"]) == (503, "busy", "1")
    assert waited < 0.5
    assert (alive.status, answered) == (200, [200, 200])


async def test_a_deadline_ends_the_wait_and_not_the_request(endpoint: FaultServer, tmp_path: Path) -> None:
    """Who waited long enough is told in time; what was in flight is stored and counted, and not asked again."""
    endpoint.plan = Plan(latency=1.5)
    async with serving(settings_for(endpoint, tmp_path)) as (caller, server):
        began = time.monotonic()
        late = await caller.post("/v1/summaries?deadline=0.3", {"text": TEXT.format(1)})
        waited = time.monotonic() - began
        async with asyncio.timeout(5):
            while server._service._under_way:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
        counted, charged = server._service.metrics.text({}), endpoint.ledger.tokens[1]
        endpoint.plan = Plan()
        again = await caller.post("/v1/summaries", {"text": TEXT.format(1)})

    assert (late.status, late.kind, again.status) == (504, "deadline", 200)
    assert waited < 1.2
    assert endpoint.ledger.billed == endpoint.ledger.delivered == 6
    assert f'tokens_total{{direction="out"}} {charged}' in counted


async def test_who_hangs_up_is_not_waited_for(endpoint: FaultServer, tmp_path: Path) -> None:
    """What waited for its turn is not sent for one who has left; what was in flight is stored."""
    endpoint.plan = Plan(latency=1)
    async with serving(settings_for(endpoint, tmp_path, concurrency=2)) as (caller, server):
        leaving = asyncio.create_task(caller.post("/v1/summaries", {"text": TEXT.format(1)}))
        await asyncio.sleep(0.4)
        leaving.cancel()
        async with asyncio.timeout(10):
            while server._service._under_way:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
        metrics = server._service.metrics.text({})

    assert 0 < endpoint.ledger.billed == endpoint.ledger.delivered < 6
    assert 'route="/v1/summaries",method="POST",status="499"} 1' in metrics
