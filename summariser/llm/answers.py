"""From the raw body of a completion to JSON: the content, its usage, and a strict parser.

Every way an answer can be unusable has its own error or its own `Problem`, in
wording that never changes and never repeats the model's words: problems are
sent back in re-asks, where an echo would let the answer write instructions
and a library's text would change with its version.
"""

from __future__ import annotations

import json
import math
import re
from enum import StrEnum
from itertools import accumulate
from typing import Any, NoReturn

from pydantic import Field

from summariser.document import Frozen
from summariser.errors import InvalidAnswerError, RefusedError, TransportError, TruncatedError

_CUT = frozenset({"length", "max_tokens"})
_STOPPED = frozenset({"content_filter", "refusal", "safety"})
_MOST_TOKENS = 100_000_000
_SHOWN = 300

_ANSWER_START = ("{", "[", "```")
_THOUGHT_END = "</think>"
_FENCE_OPEN = re.compile(r"```[A-Za-z0-9_+.-]{0,20}[ \t]*\r?\n?")
# A string never closed matches to the end, so that it costs one pass and not one per quote.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_LONE_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SPACE = " \t\r\n"
_DEPTH_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NOT_BRACKETS = bytes(set(range(256)) - set(_DEPTH_STEP))

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)
_ASCII = bytes(range(128))
_ASCII_PER_TOKEN = 4.0
_LETTERS_PER_TOKEN = 2.5
_WIDE_PER_TOKEN = 1.25


class Problem(StrEnum):
    """What can be wrong with an answer before its schema is looked at; the text is what a re-ask says."""

    NO_CHOICE = "The answer holds no choice."
    NO_CONTENT = "The answer holds no text."
    WRONG_SHAPE = "The answer is not in the shape of a chat completion."
    TWO_CALLS = "The answer calls more than one tool."
    TOO_LARGE = "The answer is too large."
    EMPTY = "The answer is empty."
    NOT_JSON = "The answer is not valid JSON."
    SEVERAL_VALUES = "There is more than one JSON value; answer with exactly one."
    TRAILING_TEXT = "There is text after the JSON value; answer with the JSON value only."
    TOO_DEEP = "The JSON is nested too deeply."
    DUPLICATE_KEY = "An object holds the same key twice."
    NOT_A_NUMBER = "NaN and Infinity are not JSON numbers."
    NUMBER_TOO_LARGE = "A number is too large or has too many digits."
    LONE_SURROGATE = "A string holds half of a surrogate pair."


class Usage(Frozen):
    """What one call is billed for, in tokens.

    Attributes:
        input_tokens: Tokens of the prompt, the cached ones included.
        output_tokens: Tokens of the answer, hidden reasoning included.
        cached_tokens: Those of the prompt that were read from the provider's cache.
        reasoning_tokens: Those of the answer that were hidden reasoning.
        estimated: Whether the server gave no usable figures and these are our estimate.
    """

    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    cached_tokens: int = Field(default=0, ge=0)
    reasoning_tokens: int = Field(default=0, ge=0)
    estimated: bool = False


def content_of(body: object) -> str:
    """Return the text of a completion's first choice: its content, or the arguments of its one tool call.

    The text is complete and was not refused, but it need not be JSON: that is
    for `strict_json` to say.

    Raises:
        TransportError: The body is an error that came with status 200.
        RefusedError: The model declined, or a content filter stopped it.
        TruncatedError: The answer hit the output cap, even if what is there parses.
        InvalidAnswerError: There is no text, or the body is not a completion.
    """
    choice = _first_choice(body)
    message = choice.get("message")
    reason = str(choice.get("finish_reason")).lower()
    refusal = message.get("refusal") if isinstance(message, dict) else None
    if refusal:
        raise RefusedError(f"the model declined to answer: {_shown(refusal)}")
    if reason in _STOPPED:
        raise RefusedError(f"a content filter stopped the answer (finish_reason {reason!r})")
    if reason in _CUT:
        raise TruncatedError(f"the answer hit the output cap (finish_reason {reason!r}); raise the cap")
    if not isinstance(message, dict):
        _invalid(Problem.WRONG_SHAPE)
    text = _arguments(message) or _text(message.get("content"))
    if not text.strip():
        _invalid(Problem.NO_CONTENT)
    return text


def usage_of(body: object) -> Usage | None:
    """Return what a completion says it used, or None when it says nothing believable.

    Chat Completions names, Responses names and the two common names for cached
    tokens are read. A negative, enormous or non-integer count makes the whole
    block unbelievable; a wrong number of cached or reasoning tokens is clipped.

    >>> usage_of({"usage": {"prompt_tokens": 12, "completion_tokens": 3}})
    Usage(input_tokens=12, output_tokens=3, cached_tokens=0, reasoning_tokens=0, estimated=False)
    >>> usage_of({"usage": {"prompt_tokens": -1, "completion_tokens": 3}})
    """
    usage = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(usage, dict):
        return None
    given = _count(usage, "prompt_tokens", "input_tokens")
    made = _count(usage, "completion_tokens", "output_tokens")
    if given is None or made is None:
        return None
    cached = _detail(usage, "prompt_tokens_details", "input_tokens_details", count="cached_tokens")
    cached = cached or _count(usage, "prompt_cache_hit_tokens", "cache_read_input_tokens") or 0
    thought = _detail(usage, "completion_tokens_details", "output_tokens_details", count="reasoning_tokens")
    return Usage(
        input_tokens=given,
        output_tokens=made,
        cached_tokens=min(cached, given),
        reasoning_tokens=min(thought or 0, made),
    )


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` is, without any vocabulary.

    Four ASCII characters to a token, two and a half letters of other
    alphabets, one and a quarter Chinese, Japanese or Korean characters.
    Today's vocabularies need fewer tokens than that for prose (English news
    runs to 4.5 characters per token), so the estimate leans high.

    >>> estimate_tokens("The plan has 28 points."), estimate_tokens("和平计划")
    (6, 4)
    """
    if text.isascii():
        return -(-len(text) // 4)
    rare = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    wide = len(rare) - len(_WIDE.sub("", rare))
    narrow, letters = len(text) - len(rare), len(rare) - wide
    tokens = narrow / _ASCII_PER_TOKEN + letters / _LETTERS_PER_TOKEN + wide / _WIDE_PER_TOKEN
    return int(-(-tokens // 1))


def prompt_was_cut(usage: Usage | None, estimated_prompt_tokens: int) -> bool:
    """Return whether the server must have dropped part of the prompt without saying so.

    Two signs count: fewer than half of the estimated tokens arrived (no
    vocabulary is that good at any language), or the count is exactly a common
    context size while a fifth more was expected: a server that cuts silently
    fills its window to the last token. Without figures there is no sign.

    >>> prompt_was_cut(Usage(input_tokens=4096, output_tokens=80), 5200)
    True
    >>> prompt_was_cut(Usage(input_tokens=4400, output_tokens=80), 5200)
    False
    """
    if usage is None or usage.estimated or usage.input_tokens == 0:
        return False
    half = usage.input_tokens * 2 < estimated_prompt_tokens
    full = usage.input_tokens % 2048 == 0 and usage.input_tokens * 6 < estimated_prompt_tokens * 5
    return half or full


def strict_json(text: str, *, max_bytes: int = 4_000_000, max_depth: int = 64, max_digits: int = 1000) -> Any:  # noqa: ANN401 - any JSON value
    r"""Return the one JSON value that `text` holds.

    A byte order mark, `<think>` text before the answer and one code fence
    around it are taken off, since models add them whatever they are told. What
    is left must be exactly one JSON value of RFC 8259 with no repeated key,
    no number outside a float's range and no half of a surrogate pair. The
    cost is linear in the text, and no nesting can exhaust the stack.

    Raises:
        InvalidAnswerError: With one `Problem`, and the text as `content`.

    >>> strict_json('<think>A list, then.</think>```json\n{"terms": [1]}\n```')
    {'terms': [1]}
    """
    if len(text) > max_bytes or len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        _invalid(Problem.TOO_LARGE, text)
    bare = _unwrapped(text)
    if not bare:
        _invalid(Problem.EMPTY, text)
    if _depth(bare) > max_depth:
        _invalid(Problem.TOO_DEEP, text)
    try:
        value, end = _decoder(max_digits).raw_decode(bare)
    except _Found as found:
        _invalid(found.problem, text)
    except ValueError:
        _invalid(Problem.NOT_JSON, text)
    rest = bare[end:].strip(_SPACE)
    if rest:
        _invalid(Problem.SEVERAL_VALUES if rest[0] in '{["' else Problem.TRAILING_TEXT, text)
    if not _whole(bare) or (_LONE_HALF.search(bare) and not _whole(json.dumps(value, ensure_ascii=False))):
        _invalid(Problem.LONE_SURROGATE, text)
    return value


class _Found(Exception):  # noqa: N818 - a signal out of the decoder's hooks, never seen outside
    """A problem met inside the decoder."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def _first_choice(body: object) -> dict[str, Any]:
    if not isinstance(body, dict):
        _invalid(Problem.WRONG_SHAPE)
    if body.get("error"):
        raise TransportError(f"the endpoint sent an error with status 200: {_shown(body['error'])}")
    choices = body.get("choices")
    if choices is None or choices == []:
        _invalid(Problem.NO_CHOICE)
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        _invalid(Problem.WRONG_SHAPE)
    first: dict[str, Any] = choices[0]
    if first.get("error") or first.get("finish_reason") == "error":
        raise TransportError(f"the endpoint sent an error in its answer: {_shown(first.get('error'))}")
    return first


def _arguments(message: dict[str, Any]) -> str:
    """Return the arguments of a message's one tool call; "" when it calls none."""
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        _invalid(Problem.WRONG_SHAPE)
    if len(calls) > 1:
        _invalid(Problem.TWO_CALLS)
    call = calls[0] if calls else {"function": message.get("function_call")}
    function = call.get("function") if isinstance(call, dict) else None
    if function is None and not calls:
        return ""
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if isinstance(arguments, dict):  # some servers send the object itself instead of its text
        return json.dumps(arguments, ensure_ascii=False)
    if not isinstance(arguments, str):
        _invalid(Problem.WRONG_SHAPE)
    return arguments


def _text(content: object) -> str:
    """Return a message's content, which is text, or a list of parts at some gateways."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        _invalid(Problem.WRONG_SHAPE)
    texts = [part.get("text", "") for part in content if isinstance(part, dict)]
    if len(texts) != len(content) or not all(isinstance(text, str) for text in texts):
        _invalid(Problem.WRONG_SHAPE)
    return "".join(texts)


def _count(block: dict[str, Any], *names: str) -> int | None:
    value = next((block[name] for name in names if block.get(name) is not None), None)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_TOKENS:
        return None
    return value


def _detail(usage: dict[str, Any], *blocks: str, count: str) -> int | None:
    details = next((usage[name] for name in blocks if usage.get(name)), None)
    return _count(details, count) if isinstance(details, dict) else None


def _unwrapped(text: str) -> str:
    bare = text.lstrip("\ufeff" + _SPACE)
    if not bare.startswith(_ANSWER_START) and _THOUGHT_END in bare:  # the opening tag may stand in the prompt
        bare = bare.partition(_THOUGHT_END)[2].lstrip(_SPACE)
    bare = bare.rstrip(_SPACE)
    if fence := _FENCE_OPEN.match(bare):
        bare = bare[fence.end() :].removesuffix("```").strip(_SPACE)
    return bare


def _whole(text: str) -> bool:
    """Return whether no half of a surrogate pair stands alone in `text`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _depth(text: str) -> int:
    """Return how deep brackets nest outside strings, without parsing and without recursion."""
    brackets = _STRING.sub("", text).encode("ascii", "ignore").translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_DEPTH_STEP.__getitem__, brackets)), default=0)


def _decoder(max_digits: int) -> json.JSONDecoder:
    """Return a decoder that refuses what the standard one forgives."""

    def integer(digits: str) -> int:
        if len(digits) > max_digits + 1:  # its sign
            raise _Found(Problem.NUMBER_TOO_LARGE)
        return int(digits)

    def real(digits: str) -> float:
        if len(digits) > max_digits + 1 or math.isinf(value := float(digits)):
            raise _Found(Problem.NUMBER_TOO_LARGE)
        return value

    return json.JSONDecoder(
        object_pairs_hook=_object, parse_int=integer, parse_float=real, parse_constant=_constant
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Found(Problem.DUPLICATE_KEY)
    return made


def _constant(_name: str) -> NoReturn:
    raise _Found(Problem.NOT_A_NUMBER)


def _shown(value: object) -> str:
    """Return a server's words as one short, escaped line."""
    return repr(value[:_SHOWN] if isinstance(value, str) else repr(value)[:_SHOWN])


def _invalid(problem: Problem, content: str = "") -> NoReturn:
    raise InvalidAnswerError(f"unusable answer: {problem}", problems=(str(problem),), content=content)
