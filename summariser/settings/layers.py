"""Where settings are looked for, in which order, and what a file is not trusted with."""

from __future__ import annotations

import difflib
import logging
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
)

from summariser.errors import ConfigurationError

Origin = Literal["flag", "environment", ".env", "summariser.toml", "default"]
"""Where a value came from; `flag` is also an argument of a call."""

PREFIX = "SUMMARISER_"
TOML_FILE = Path("summariser.toml")

_GENERAL = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}
_FILES: tuple[Origin, ...] = (".env", "summariser.toml")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value on its way into the settings; its representation does not show the value.

    Attributes:
        value: The value as it was read.
        origin: Where it was read.
        name: What it is called there, for messages.
    """

    value: Any = field(repr=False)
    origin: Origin
    name: str


class Layer(NamedTuple):
    """One place to look: what it is, how it spells a field, and how it is read."""

    origin: Origin
    spell: Callable[[str], str]
    read: Callable[[], Mapping[str, Any]]


class Layers(PydanticBaseSettingsSource):
    """All places as one source, in which the first that has a value wins."""

    def __init__(self, settings_cls: type[BaseSettings], layers: tuple[Layer, ...]) -> None:
        super().__init__(settings_cls)
        self.layers = layers

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - inherited
        """Return nothing: fields are read together, by the call below."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return each value found, as `Sourced`; an empty text counts only as an argument."""
        found: dict[str, Any] = {}
        for layer in self.layers:
            for name, value in layer.read().items():
                if value != "" or layer.origin == "flag":
                    found.setdefault(name, Sourced(value, layer.origin, layer.spell(name)))
        return found


def layers(
    arguments: Callable[[], Mapping[str, Any]], environment: EnvSettingsSource, dotenv: DotEnvSettingsSource
) -> tuple[Layer, ...]:
    """Return the places to look, in order.

    The general variables come last: what is said to this tool outranks what is
    said to every tool. Both files are read, or neither.
    """
    toml = None if dotenv.env_file is None else TOML_FILE
    return (
        Layer("flag", "{}".format, arguments),
        Layer("environment", _variable, environment),
        Layer(".env", _variable, lambda: _from_dotenv(dotenv)),
        Layer("summariser.toml", "{}".format, lambda: _from_toml(toml)),
        Layer("environment", _GENERAL.__getitem__, lambda: _general(environment)),
        Layer(".env", _GENERAL.__getitem__, lambda: _general(dotenv)),
    )


def withhold_key(found: dict[str, Sourced]) -> dict[str, Sourced]:
    """Leave out the general key where a file says whom to send it to.

    Whoever unpacks a folder of articles and works in it did not write the files
    that came with it. A key meant for this tool is `SUMMARISER_API_KEY`.
    """
    key, url = found.get("api_key"), found.get("base_url")
    if (
        not key
        or not url
        or url.origin not in _FILES
        or key.origin in _FILES
        or key.name != _GENERAL["api_key"]
    ):
        return found
    log.warning(
        "OPENAI_API_KEY is not sent to the endpoint named in %s; set %sAPI_KEY to send a key",
        url.origin,
        PREFIX,
    )
    return {name: sourced for name, sourced in found.items() if name != "api_key"}


def refuse_strangers(found: Mapping[str, Sourced], fields: Mapping[str, FieldInfo]) -> None:
    """Refuse a name that is no setting, so that a slip of the pen is not silently without effect.

    Raises:
        ConfigurationError: There is one.
    """
    for name, sourced in found.items():
        if name not in fields:
            near = difflib.get_close_matches(name, fields, n=1)
            hint = f"; is it {near[0]!r}?" if near else ""
            raise ConfigurationError(f"there is no setting {sourced.name!r} ({sourced.origin}){hint}")


def explain(error: ValidationError, found: Mapping[str, Sourced]) -> str:
    """Return what is wrong with the values, one line each, without the values."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        message = problem["msg"].removeprefix("Value error, ")
        sourced = found.get(str(problem["loc"][0])) if problem["loc"] else None
        inside = "".join(f"[{part!r}]" for part in problem["loc"][1:])
        lines.append(f"{sourced.name}{inside} ({sourced.origin}): {message}" if sourced else message)
    return "\n".join(lines)


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _from_dotenv(source: DotEnvSettingsSource) -> dict[str, Any]:
    """Return what the file says to this tool, misspelt names included.

    The environment is not searched for misspelt names: a cluster sets variables
    such as `SUMMARISER_SERVICE_HOST` for a service of that name.
    """
    prefix = PREFIX.lower()
    return {
        name.removeprefix(prefix): value for name, value in source.env_vars.items() if name.startswith(prefix)
    }


def _from_toml(path: Path | None) -> dict[str, Any]:
    if path is None or not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{str(path)!r} cannot be read: {error}") from error
    if "api_key" in values:
        raise ConfigurationError(
            f"{str(path)!r} is made to be shared: put the key into .env, as {PREFIX}API_KEY"
        )
    return values


def _general(source: EnvSettingsSource) -> dict[str, Any]:
    found = {name: source.env_vars.get(variable.lower()) for name, variable in _GENERAL.items()}
    return {name: value for name, value in found.items() if value}
