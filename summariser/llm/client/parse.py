"""From the text of an answer to validated drafts: our strict JSON, then instructor and pydantic."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeVar

import instructor
from instructor.v2 import mode_registry
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from summariser.errors import InvalidAnswerError
from summariser.llm.answers import strict_json
from summariser.llm.schema import Answer

A = TypeVar("A", bound=Answer)

# It may log what fails to validate, and that is article text.
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

_UNKNOWN = "extra_forbidden"

_WORDING = {
    "missing": "the field is missing",
    _UNKNOWN: "has a field that the schema does not know",
    "string_type": "must be a text",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "enum": "is not one of the labels",
    "literal_error": "is not one of the labels",
}
"""Pydantic's kinds of error in wording of our own, which no release of a library changes."""


def parse(content: str, model: type[A]) -> A:
    """Return the answer in `content`, validated as `model`.

    Raises:
        InvalidAnswerError: It is not strict JSON, or not what the schema asks for;
            `problems` says what is wrong, without repeating a word of it.
    """
    try:
        value = strict_json(content)
    except InvalidAnswerError as error:
        raise InvalidAnswerError(str(error), problems=error.problems, content=content) from error
    completion = _completion(json.dumps(value, ensure_ascii=False))
    try:
        answer: A = _reader(model)(completion)
    except ValidationError as error:
        raise _invalid(error, content) from error
    return answer


@lru_cache(maxsize=256)
def _reader(model: type[Answer]) -> Callable[[ChatCompletion], Any]:
    """Return what reads a completion into `model`: instructor's own handler of the mode, looked up once.

    Given a plain class with each response, instructor would derive a class of
    its own anew every time, look through all of it for validators that it does
    not run, and make a JSON Schema for a request that is long answered.
    """
    handler = mode_registry.get_handlers(instructor.Provider.OPENAI, instructor.Mode.JSON_SCHEMA)
    return partial(handler.response_parser, response_model=instructor.openai_schema(model), strict=True)


def _completion(text: str) -> ChatCompletion:
    """Return a completion that says `text`, as the SDK would have given it."""
    message = ChatCompletionMessage(role="assistant", content=text)
    choice = Choice(index=0, finish_reason="stop", message=message, logprobs=None)
    return ChatCompletion(id="stored", object="chat.completion", created=0, model="stored", choices=[choice])


def _invalid(cause: ValidationError, content: str) -> InvalidAnswerError:
    problems = tuple(
        f"{_path(error)}: {_WORDING.get(error['type'], 'does not fit the schema')}"
        for error in cause.errors(include_url=False, include_context=False, include_input=False)
    )
    return InvalidAnswerError(
        f"the answer does not fit the schema: {'; '.join(problems[:3])}", problems=problems, content=content
    )


def _path(error: ErrorDetails) -> str:
    """Return where an error is, without a name that is not the schema's: an unknown field is the model's word."""
    location = error["loc"][:-1] if error["type"] == _UNKNOWN else error["loc"]
    return ".".join(str(part) for part in location) or "answer"
