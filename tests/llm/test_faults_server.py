"""The fault server itself: every fault does what its name says, and the ledger tells the truth."""

from __future__ import annotations

import asyncio
import gc
import http.client
import json
import time
import zlib
from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from summariser.errors import InvalidAnswerError, RefusedError, TransportError, TruncatedError
from summariser.llm.answers import Problem, content_of, strict_json, usage_of
from summariser.llm.limits import retry_after
from tests.faults import FAULTS, Entry, FaultServer, Plan
from tests.faults.content import CONTENT
from tests.faults.envelope import ENVELOPE
from tests.faults.exchange import completion
from tests.faults.status import STATUS
from tests.faults.transport import TRANSPORT

TREE = {
    "items": [
        {"quote": "The plan caps the army at 600,000 troops, officials said.", "speaker": "Zoë O'Neil"},
        {"quote": "“Nothing is agreed until everything is agreed.”", "speaker": "A. N. Envoy"},
    ],
    "language": "en",
}
ANSWER = json.dumps(TREE, ensure_ascii=False)


class Reply(NamedTuple):
    """What a client saw: a response, or the name of the error it met."""

    status: int = 0
    headers: dict[str, str] = {}
    body: bytes = b""
    error: str = ""

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The body as JSON."""
        return json.loads(self.body)


def post(url: str, *, about: str = "x", timeout: float = 5.0) -> Reply:
    """Return the reply to one request on a connection of its own."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=timeout)
    payload = json.dumps({"model": "m", "messages": [{"role": "user", "content": about}]})
    try:
        connection.request(
            "POST", f"{parts.path}/chat/completions", payload, {"x-stainless-retry-count": "2"}
        )
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, headers, response.read())
    except (OSError, http.client.HTTPException) as error:
        return Reply(error=type(error).__name__)
    finally:
        connection.close()


async def ask(server: FaultServer, *abouts: str, timeout: float = 5.0) -> list[Reply]:  # noqa: ASYNC109 - the client's
    """Return the replies to requests sent one after the other."""
    return [
        await asyncio.to_thread(post, server.url, about=about, timeout=timeout) for about in abouts or "x"
    ]


def serve(plan: Plan | None = None) -> FaultServer:
    """Return a server that always gives the same answer."""
    return FaultServer(lambda _: ANSWER, plan)


def answered(name: str) -> dict[str, Any]:
    """Return a completion with one fault of its envelope or content, made without a server."""
    made = completion({"model": "m", "messages": []}, ANSWER, "0" * 64)
    if name in ENVELOPE:
        return ENVELOPE[name](made)
    made["choices"][0]["message"]["content"] = CONTENT[name](ANSWER)
    return made


async def test_without_a_fault_it_answers() -> None:
    """The reply is a completion with usage, and the ledger says when what happened to it."""
    async with serve() as server:
        (reply,) = await ask(server, "x" * 400)

    (entry,) = server.ledger
    assert reply.status == 200
    assert content_of(reply.json) == ANSWER
    assert reply.json["usage"]["prompt_tokens"] == 100
    assert reply.headers["x-request-id"] == entry.request_id
    assert entry.retry_header == "2"
    assert entry.billed is not None
    assert entry.first_byte is not None
    assert entry.last_byte is not None
    assert entry.received <= entry.billed <= entry.first_byte <= entry.last_byte
    assert entry.bytes_out > len(reply.body)
    assert server.ledger.tokens == (100, entry.tokens_out)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("closed", "RemoteDisconnected"),
        ("reset-before-headers", "ConnectionResetError"),
        ("reset-after-headers", "ConnectionResetError"),
        ("reset-mid-body", "ConnectionResetError"),
        ("stall-before-headers", "TimeoutError"),
        ("stall-mid-body", "TimeoutError"),
        ("length-too-long", "IncompleteRead"),
        ("chunk-cut", "IncompleteRead"),
        ("not-http", "BadStatusLine"),
        ("10000-headers", "HTTPException"),
    ],
)
async def test_a_connection_breaks_as_named(fault: str, error: str) -> None:
    """Each fault of the connection is the error a client knows by that name."""
    async with serve(Plan(script=[fault], stall=2, drip=0.3)) as server:
        (broken, whole) = await ask(server, "x", "x", timeout=0.5 if error == "TimeoutError" else 5)

    assert broken.error == error
    assert whole.status == 200


@pytest.mark.parametrize("fault", ["length-missing", "closed-after", "gzip"])
async def test_odd_but_sound_responses_are_whole(fault: str) -> None:
    """Not every oddity is an error: a client must take these."""
    async with serve(Plan(script=[fault])) as server:
        (reply,) = await ask(server)

    body = zlib.decompress(reply.body, 31) if fault == "gzip" else reply.body
    assert content_of(json.loads(body)) == ANSWER
    assert server.ledger.delivered == 1


async def test_interim_responses_come_before_the_answer() -> None:
    """Two responses of the 100s are skipped by a client that knows HTTP."""
    async with serve(Plan(script=["early-hints"])) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)
        writer.write(
            b"POST /v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
        )
        heads = [(await reader.readuntil(b"\r\n\r\n"))[:12] for _ in range(3)]
        body = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert heads == [b"HTTP/1.1 103", b"HTTP/1.1 102", b"HTTP/1.1 200"]
    assert content_of(json.loads(body)) == ANSWER


@pytest.mark.parametrize("fault", ["drip", "drip-headers"])
async def test_a_drip_never_stalls_and_never_ends(fault: str) -> None:
    """A byte now and then keeps a read timeout from firing: only a total deadline helps."""
    async with serve(Plan(script=[fault], drip=0.2)) as server:
        asked = asyncio.create_task(asyncio.to_thread(post, server.url, timeout=0.5))
        done, _ = await asyncio.wait({asked}, timeout=1.2)
    reply = await asked

    assert not done
    assert reply.error
    assert server.ledger.unknown_billed == 1


@pytest.mark.parametrize("fault", ["length-too-short", "stream-cut"])
async def test_a_damaged_body_comes_with_a_good_status(fault: str) -> None:
    """The status says 200, the connection ends well, and the body is not JSON."""
    async with serve(Plan(script=[fault])) as server:
        (reply,) = await ask(server)

    assert (reply.status, reply.error) == (200, "")
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.body)


async def test_bad_compression_cannot_be_unpacked() -> None:
    """The header says gzip, and the body is not."""
    async with serve(Plan(script=["gzip-bad"])) as server:
        (reply,) = await ask(server)

    assert reply.headers["content-encoding"] == "gzip"
    with pytest.raises(zlib.error):
        zlib.decompress(reply.body, 31)


async def test_a_huge_answer_is_sound() -> None:
    """Twenty megabytes of valid JSON: only a cap on what is read helps."""
    async with serve(Plan(script=["20-mb"])) as server:
        (reply,) = await ask(server)

    with pytest.raises(InvalidAnswerError) as caught:
        strict_json(content_of(reply.json))
    assert caught.value.problems == (Problem.TOO_LARGE,)


async def test_a_bomb_is_small_on_the_wire() -> None:
    """Each kilobyte of it unpacks to a megabyte, and it is made as it is sent."""
    async with serve(Plan(script=["gzip-bomb"])) as server:
        (reply,) = await ask(server)

    unpacker = zlib.decompressobj(31)
    assert len(reply.body) < 3_000_000
    assert len(unpacker.decompress(reply.body[:20_000])) > 15_000_000


async def test_a_redirect_leads_elsewhere() -> None:
    """The target is the plan's, so that a test can watch whether the article is sent there."""
    async with (
        serve() as other,
        serve(Plan(script=["redirect"], redirect=f"{other.url}/chat/completions")) as server,
    ):
        (reply,) = await ask(server)

    assert (reply.status, reply.headers["location"]) == (307, f"{other.url}/chat/completions")
    assert len(other.ledger) == 0


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ("429-seconds", 3.0),
        ("429-ms", 3.0),
        ("429-zero", 0.0),
        ("429-past-date", 0.0),
        ("429-huge", 600.0),
        ("429-negative", None),
        ("429-garbage", None),
        ("429-none", None),
        ("503-seconds", 3.0),
    ],
)
async def test_a_status_can_ask_to_wait_in_every_form(fault: str, wait: float | None) -> None:
    """What the server means is what the client's reader of `Retry-After` makes of it."""
    async with serve(Plan(script=[fault], retry_after=3)) as server:
        (reply,) = await ask(server)

    assert reply.status == int(fault[:3])
    assert retry_after(reply.headers, now=time.time()) == wait


async def test_a_date_to_wait_for_is_never_too_early() -> None:
    """An HTTP date has whole seconds, so it is rounded up."""
    async with serve(Plan(script=["429-date"], retry_after=3)) as server:
        (reply,) = await ask(server)

    wait = retry_after(reply.headers, now=time.time())
    assert wait is not None
    assert 2.5 <= wait <= 4


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("400-context", 400, "context_length_exceeded"),
        ("400-schema", 400, "invalid_json_schema"),
        ("400-filter", 400, "content_filter"),
        ("401", 401, "invalid_api_key"),
        ("403", 403, None),
        ("404-model", 404, "model_not_found"),
        ("408", 408, None),
        ("409", 409, None),
        ("413", 413, None),
        ("422", 422, None),
        ("429-quota", 429, "insufficient_quota"),
        ("500", 500, None),
        ("503", 503, None),
        ("504", 504, None),
        ("529", 529, None),
        ("200-error", 200, None),
    ],
)
async def test_an_error_status_carries_its_error_object(fault: str, status: int, code: str | None) -> None:
    """Errors look as the endpoint writes them, and nothing is charged for them."""
    async with serve(Plan(script=[fault])) as server:
        (reply,) = await ask(server)

    assert (reply.status, reply.json["error"]["code"]) == (status, code)
    assert server.ledger.billed == 0


@pytest.mark.parametrize(
    ("fault", "status", "length"),
    [("502-html", 502, 70), ("200-html", 200, 70), ("200-empty", 200, 0), ("204", 204, 0)],
)
async def test_a_proxy_can_answer_without_json(fault: str, status: int, length: int) -> None:
    """What stands before the endpoint answers in its own words, or in none."""
    async with serve(Plan(script=[fault])) as server:
        (reply,) = await ask(server)

    assert reply.status == status
    assert len(reply.body) >= length
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(reply.body)


USABLE = {
    "two-choices",
    "wrong-model",
    "odd-finish",
    "null-finish",
    "id-reused",
    "tool-call",
    "tool-wrong-name",
} | {name for name in ENVELOPE if "usage" in name}
ENVELOPE_OUTCOMES: dict[str, type[Exception]] = {
    "no-choices": InvalidAnswerError,
    "null-choices": InvalidAnswerError,
    "null-content": InvalidAnswerError,
    "empty-content": InvalidAnswerError,
    "content-not-text": InvalidAnswerError,
    "tool-two-calls": InvalidAnswerError,
    "length": TruncatedError,
    "length-cut": TruncatedError,
    "content-filter": RefusedError,
    "refusal": RefusedError,
    "refusal-with-call": RefusedError,
}


@pytest.mark.parametrize("fault", ENVELOPE_OUTCOMES)
def test_a_broken_envelope_has_its_own_outcome(fault: str) -> None:
    """What the server breaks, the reader of answers names."""
    with pytest.raises(ENVELOPE_OUTCOMES[fault]):
        content_of(answered(fault))


@pytest.mark.parametrize("fault", sorted(USABLE))
def test_an_odd_envelope_still_holds_the_answer(fault: str) -> None:
    """Oddities that do not touch the answer do not lose it."""
    assert content_of(answered(fault)) == ANSWER


def test_a_string_in_a_string_is_text_and_not_the_answer() -> None:
    """Arguments encoded twice are valid JSON of the wrong kind, which the schema refuses."""
    assert strict_json(content_of(answered("tool-string-in-string"))) == ANSWER


@pytest.mark.parametrize("fault", ["no-usage", "null-usage", "negative-usage", "huge-usage"])
def test_usage_that_cannot_be_true_is_none(fault: str) -> None:
    """A missing or impossible count is left to be estimated."""
    assert usage_of(answered(fault)) is None


CONTENT_PROBLEMS = {
    "json-cut": Problem.NOT_JSON,
    "prose": Problem.NOT_JSON,
    "two-values": Problem.SEVERAL_VALUES,
    "trailing-text": Problem.TRAILING_TEXT,
    "duplicate-keys": Problem.DUPLICATE_KEY,
    "nan": Problem.NOT_A_NUMBER,
    "infinity": Problem.NOT_A_NUMBER,
    "1e999": Problem.NUMBER_TOO_LARGE,
    "5000-digits": Problem.NUMBER_TOO_LARGE,
    "100000-levels": Problem.TOO_DEEP,
    "lone-surrogate": Problem.LONE_SURROGATE,
}


@pytest.mark.parametrize("fault", CONTENT_PROBLEMS)
def test_broken_content_is_refused_by_name(fault: str) -> None:
    """Each kind of broken JSON the server makes is its own problem to the strict parser."""
    with pytest.raises(InvalidAnswerError) as caught:
        strict_json(content_of(answered(fault)))

    assert caught.value.problems == (CONTENT_PROBLEMS[fault],)


@pytest.mark.parametrize("fault", ["fenced", "thoughts", "bom"])
def test_wrapped_content_is_the_answer(fault: str) -> None:
    """Wrappings that models add whatever they are told cost no second request."""
    assert strict_json(content_of(answered(fault))) == TREE


@pytest.mark.parametrize(
    "fault", sorted(set(CONTENT) - set(CONTENT_PROBLEMS) - {"fenced", "thoughts", "bom", "straight-quotes"})
)
def test_changed_content_is_valid_json_and_not_the_answer(fault: str) -> None:
    """The rest parses, and must be caught by the schema or by grounding."""
    changed = strict_json(content_of(answered(fault)))

    assert changed != TREE
    assert len(json.dumps(changed)) < 4_000_000


@pytest.mark.parametrize(
    ("fault", "items"), [("10000-items", 10_000), ("same-item-500-times", 500), ("empty-lists", 0)]
)
def test_lists_grow_and_shrink(fault: str, items: int) -> None:
    """Every list of the answer gets as many items as the name says."""
    assert len(strict_json(CONTENT[fault](ANSWER))["items"]) == items


async def test_every_fault_goes_over_the_wire() -> None:
    """Each name in the table works on a running server, in any order, on one plan."""
    names = [name for name in FAULTS if "stall" not in name and name not in {"20-mb", "gzip-bomb"}]
    async with serve(Plan(script=names, drip=0)) as server:
        await ask(server, *names)

    assert [entry.fault for entry in server.ledger] == names
    assert set(FAULTS) == {"", *TRANSPORT, *STATUS, *ENVELOPE, *CONTENT}
    assert len(FAULTS) == 1 + len(TRANSPORT) + len(STATUS) + len(ENVELOPE) + len(CONTENT)


async def test_a_script_goes_by_order_and_a_key_by_item() -> None:
    """The script comes first; then an item's own fault, until the attempt that succeeds."""
    plan = Plan(
        script=["500", ""],
        by_key={"poison": "503"},
        until_attempt=2,
        key_of=lambda body: str(body["messages"][0]["content"]),
    )
    async with serve(plan) as server:
        replies = await ask(server, "a", "a", "poison", "poison", "poison", "b")

    assert [reply.status for reply in replies] == [500, 200, 503, 503, 200, 200]
    assert [entry.attempt for entry in server.ledger.of("poison")] == [1, 2, 3]


def entry(key: str, attempt: int = 1) -> Entry:
    """Return a row of the ledger before anything happened."""
    return Entry(ordinal=0, request_id="", key=key, sha256="", attempt=attempt, received=0.0)


def test_a_mix_is_drawn_per_item_and_not_by_arrival() -> None:
    """Shares come out as asked, and the same seed gives the same fate in any order."""
    plan = Plan(seed=7, mix={"500": 0.2, "drip": 0.1})

    fates = {key: plan.fault(entry(key)) for key in map(str, range(4000))}

    shares = Counter(fates.values())
    assert shares["500"] == pytest.approx(800, abs=100)
    assert shares["drip"] == pytest.approx(400, abs=80)
    assert all(plan.fault(entry(key)) == fates[key] for key in reversed(list(fates)))
    assert any(replace(plan, seed=8).fault(entry(key)) != fates[key] for key in fates)
    assert any(plan.fault(entry(key, 2)) != fates[key] for key in fates)


def test_latency_is_drawn_from_its_range() -> None:
    """A range gives each request its own delay, the same every time."""
    plan = Plan(latency=(0.1, 0.3))
    delays = [plan.delay(entry(str(number))) for number in range(200)]

    assert 0.1 <= min(delays) < 0.12
    assert 0.28 < max(delays) <= 0.3
    assert delays[0] == plan.delay(entry("0"))


async def test_a_token_bucket_refuses_what_is_too_fast() -> None:
    """A burst gets through, the rest is told to wait; successes can say how much is left."""
    async with serve(Plan(rate=1, burst=3, announce=True, rate_fault="429-ms")) as server:
        replies = await ask(server, *"abcde")

    assert [reply.status for reply in replies] == [200, 200, 200, 429, 429]
    assert [replies[index].headers["x-ratelimit-remaining-requests"] for index in (0, 1, 2)] == [
        "2",
        "1",
        "0",
    ]
    assert replies[3].headers["retry-after-ms"] == "1000"


@pytest.mark.parametrize(
    ("bill", "fault", "billed", "unknown"),
    [
        ("received", "reset-before-headers", 1, 1),
        ("received", "stall-mid-body", 1, 1),
        ("received", "500", 0, 0),
        ("received", "closed", 0, 0),
        ("received", "", 1, 0),
        ("answered", "reset-before-headers", 1, 1),
        ("answered", "reset-mid-body", 1, 1),
        ("answered", "length-too-long", 1, 1),
        ("answered", "429-seconds", 0, 0),
        ("answered", "no-choices", 1, 0),
        ("delivered", "reset-mid-body", 0, 0),
        ("delivered", "200-html", 0, 0),
        ("delivered", "", 1, 0),
    ],
)
async def test_what_is_charged_depends_on_the_plan(bill: Any, fault: str, billed: int, unknown: int) -> None:  # noqa: ANN401 - one of three words
    """Endpoints charge at different points, so what was charged and not delivered differs."""
    async with serve(Plan(script=[fault], bill=bill, stall=0.2)) as server:
        await ask(server, timeout=0.5)

    assert (server.ledger.billed, server.ledger.unknown_billed) == (billed, unknown)


async def test_an_answer_nobody_waited_for_is_charged_and_not_delivered() -> None:
    """When the client gives up before the answer exists, the ledger knows it as paid for nothing."""
    async with serve(Plan(latency=0.6)) as server:
        (reply,) = await ask(server, timeout=0.2)
        await asyncio.sleep(0.7)

    assert reply.error == "TimeoutError"
    assert (server.ledger.billed, server.ledger.delivered, server.ledger.unknown_billed) == (1, 0, 1)


async def test_a_server_can_be_down_for_a_while() -> None:
    """While it is down connections are refused; afterwards the same address answers."""
    async with serve() as server:
        async with server.down():
            (refused,) = await ask(server)
        (reply,) = await ask(server)

    assert refused.error == "ConnectionRefusedError"
    assert reply.status == 200


async def test_it_tells_how_many_requests_were_open_at_once() -> None:
    """The ledger's count is what a client's concurrency is checked against."""
    async with serve(Plan(latency=0.2)) as server:
        await asyncio.gather(*(ask(server) for _ in range(4)))

    assert server.ledger.most_open == 4
    assert server.ledger.open == 0


async def test_leaving_ends_what_is_stalled() -> None:
    """A stalled connection does not keep a test from ending, and leaves nothing open."""
    async with serve(Plan(script=["stall-before-headers"], stall=60)) as server:
        waiting = asyncio.create_task(asyncio.to_thread(post, server.url))
        await asyncio.sleep(0.2)
        assert server.ledger.open == 1
        start = time.monotonic()
    assert time.monotonic() - start < 1
    assert (await waiting).error
    gc.collect()


async def test_a_mistake_in_the_test_is_the_tests_error() -> None:
    """An answer function that fails is not one more fault to be survived."""

    def fails(_: dict[str, Any]) -> str:
        raise LookupError("no such item")

    async def scene() -> None:
        async with FaultServer(fails) as server:
            (reply,) = await ask(server)
            assert reply.status == 500

    with pytest.raises(LookupError, match="no such item"):
        await scene()


async def test_an_answer_may_be_a_whole_completion() -> None:
    """A test that wants its own envelope gives it as a dict."""
    async with FaultServer(lambda _: {"error": {"message": "odd"}}) as server:
        (reply,) = await ask(server)

    with pytest.raises(TransportError):
        content_of(reply.json)


async def test_other_addresses_are_models_or_nothing() -> None:
    """A client that asks for the list of models gets one; the rest is unknown."""
    async with serve() as server:
        port = urlsplit(server.url).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /v1/models HTTP/1.1\r\nHost: h\r\n\r\nGET /other HTTP/1.1\r\nHost: h\r\n\r\n")
        first = await reader.readuntil(b'"data": []}')
        second = await reader.readuntil(b"}}")
        writer.close()
        await writer.wait_closed()

    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 404")
    assert len(server.ledger) == 0


async def test_it_is_fast_enough_to_show_races() -> None:
    """One core serves a thousand requests a second, the client's work included."""
    payload = json.dumps({"model": "m", "messages": [{"role": "user", "content": "word " * 1000}]}).encode()
    request = b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(payload), payload)

    async def client(port: int, requests: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(requests):
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(answer.lower().partition(b"content-length:")[2].split()[0]))
        writer.close()
        await writer.wait_closed()

    async with serve() as server:
        port = urlsplit(server.url).port
        assert port is not None
        start = time.process_time()
        await asyncio.gather(*(client(port, 50) for _ in range(20)))
        seconds = time.process_time() - start

    assert server.ledger.delivered == 1000
    assert seconds < 1
