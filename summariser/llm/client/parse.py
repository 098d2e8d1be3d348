"""From the text of an answer to validated drafts: our strict JSON, then instructor and pydantic."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, TypeVar

import instructor
from instructor.core import InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from summariser.errors import InvalidAnswerError
from summariser.llm.answers import strict_json
from summariser.llm.schema import Answer

A = TypeVar("A", bound=Answer)

# It logs what failed to validate, and that is article text.
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)

_WORDING = {
    "missing": "the field is missing",
    "extra_forbidden": "there is no such field",
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


async def parse(content: str, model: type[A]) -> A:
    """Return the answer in `content`, validated as `model`.

    Raises:
        InvalidAnswerError: It is not strict JSON, or not what the schema asks for;
            `problems` says what is wrong, without repeating a word of it.
    """
    try:
        value = strict_json(content)
    except InvalidAnswerError as error:
        raise InvalidAnswerError(str(error), problems=error.problems, content=content) from error
    try:
        answer: A = await _validate(json.dumps(value, ensure_ascii=False), model)
    except InstructorRetryException as error:
        raise _invalid(error.__cause__, content) from error
    return answer


async def _validate(text: str, model: type[A]) -> Any:  # noqa: ANN401 - instructor's own type
    """Hand a stored answer to instructor, which believes it has just been given by an endpoint."""

    async def create(**_request: Any) -> ChatCompletion:  # noqa: ANN401 - instructor passes what a client would take
        return ChatCompletion.model_validate(
            {
                "id": "stored",
                "object": "chat.completion",
                "created": 0,
                "model": "stored",
                "choices": [
                    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
                ],
            }
        )

    patched: Any = instructor.patch(create=create, mode=instructor.Mode.JSON_SCHEMA)
    return await patched(
        response_model=model, messages=[{"role": "user", "content": ""}], max_retries=0, strict=True
    )


def _invalid(cause: BaseException | None, content: str) -> InvalidAnswerError:
    if not isinstance(cause, ValidationError):
        problems: tuple[str, ...] = ("the answer does not fit the schema",)
    else:
        problems = tuple(
            f"{_path(error['loc'])}: {_WORDING.get(error['type'], 'does not fit the schema')}"
            for error in cause.errors(include_url=False, include_context=False, include_input=False)
        )
    return InvalidAnswerError(
        f"the answer does not fit the schema: {'; '.join(problems[:3])}", problems=problems, content=content
    )


def _path(location: Sequence[int | str]) -> str:
    """Return where an error is, without a name that is not the schema's: an unknown field is the model's word."""
    return ".".join(str(part) for part in location) or "answer"
