"""The types of settings: what a usable value is, and what to say about one that is not.

No message repeats a value, since a key may have been pasted in the wrong place.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, SecretStr
from pydantic_settings import NoDecode

_OURS_IN_BODY = frozenset({"messages", "model", "n", "response_format", "stream"})
_KEY = re.compile(r"[!#-&(-_a-~]+", re.ASCII)  # printable, and none of the three quotation marks
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
_HEADER_VALUE = re.compile(r"[ -~]*", re.ASCII)


def _trimmed(value: object) -> object:
    """Return a trimmed text, or None for an empty one, which counts as unset."""
    return value.strip() or None if isinstance(value, str) else value


def _listed(value: object) -> object:
    """Return the words of a text with commas between them, each once; a list from TOML or a call as it is."""
    if isinstance(value, str):
        return list(dict.fromkeys(word for part in value.split(",") if (word := part.strip())))
    return value


def _from_json(value: object) -> object:
    """Return what a text from a variable says; a table from TOML or from a call is left as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        # The cause holds the text.
        raise ValueError('is not JSON: write it like {"name": "value"}') from None


def _url(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not re.fullmatch(r"[!-~]+", value):
        raise ValueError("needs a scheme and a host: write it like https://host:8000/v1")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or password: set the key instead")
    if parts.query or parts.fragment:
        raise ValueError("must end with its path: nothing after a ? or # is sent")
    return value.rstrip("/")


def _key(value: SecretStr | None) -> SecretStr | None:
    if value is None or not value.get_secret_value():
        return None
    if not _KEY.fullmatch(value.get_secret_value()):
        raise ValueError(
            "has a space, a line break, a quotation mark or a character outside ASCII: paste it again"
        )
    return value


def _headers(value: dict[str, SecretStr]) -> dict[str, SecretStr]:
    for name, secret in value.items():
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(secret.get_secret_value()):
            raise ValueError("holds what cannot stand in a header: printable ASCII on one line is needed")
    return value


def _body(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    reserved = sorted(_OURS_IN_BODY & value.keys())
    if reserved:
        raise ValueError(f"must not set {', '.join(reserved)}: these decide what an answer can be")
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        raise ValueError("holds a number that JSON cannot write") from None
    return value


def _at_home(value: Path | None) -> Path | None:
    """Return the path with a leading `~` read as the home folder."""
    try:
        return value and value.expanduser()
    except RuntimeError:
        raise ValueError("starts with ~, but there is no home folder: write the whole path") from None


class Price(BaseModel):
    """What one model costs, in US dollars per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Decimal = Field(ge=0, allow_inf_nan=False, description="Prompt tokens.")
    output: Decimal = Field(ge=0, allow_inf_nan=False, description="Completion tokens.")


Text = Annotated[str | None, BeforeValidator(_trimmed)]
"""A text; blank is unset."""

Url = Annotated[Text, AfterValidator(_url)]
"""An endpoint's base URL, without a slash at its end."""

Key = Annotated[SecretStr | None, AfterValidator(_key)]
"""A key that can stand in a header; empty is unset."""

Place = Annotated[Path, AfterValidator(_at_home)]
"""A file or folder, which need not exist."""

Forms = Annotated[tuple[Literal["csv", "parquet"], ...], NoDecode, BeforeValidator(_listed)]
"""Forms of the tables: words with commas between them, or a list."""

Body = Annotated[dict[str, JsonValue], NoDecode, BeforeValidator(_from_json), AfterValidator(_body)]
"""Fields to add to the body of a request."""

Headers = Annotated[dict[str, SecretStr], NoDecode, BeforeValidator(_from_json), AfterValidator(_headers)]
"""Headers to add to a request."""

Prices = Annotated[dict[str, Price], NoDecode, BeforeValidator(_from_json)]
"""The user's own prices, by model."""
