"""`Settings`: everything a run can be told, read once and passed down.

A value is taken from the first of: the argument (on the command line, the flag),
the variable `SUMMARISER_*`, `.env`, `summariser.toml`, the general variables
`OPENAI_API_KEY` and `OPENAI_BASE_URL`, the default. The two files are read by
`Settings.load`, so by the command line and never behind the back of a program,
and only from the working folder: a file among the articles decides nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self, cast

from platformdirs import user_data_path
from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from summariser.errors import ConfigurationError
from summariser.settings.layers import (
    PREFIX,
    Layers,
    Origin,
    Sourced,
    explain,
    layers,
    refuse_strangers,
    withhold_key,
)
from summariser.settings.values import Body, Forms, Headers, Key, Place, Prices, Text, Url

ENV_FILE = Path(".env")
SECRETS = frozenset({"api_key", "extra_headers", "serve_token"})
"""Fields that no digest, pickle or message may carry."""


def default_store() -> Path:
    """Return the store in the user's data folder, which serves every run."""
    return user_data_path("summariser", appauthor=False) / "responses.sqlite"


class Settings(BaseSettings):
    """Everything a run can be told.

    The constructor takes arguments and the environment; `Settings.load` also
    reads the two files of the working folder. Naming a model is what makes a
    run live: a key alone never spends.

    Raises:
        ConfigurationError: A value cannot be used. The message names it and where
            it came from, and never repeats it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    model: Text = Field(
        default=None,
        description="Model to ask, as the endpoint names it. Unset: recordings only, nothing is spent.",
    )
    base_url: Url = Field(
        default=None,
        description="Any OpenAI-compatible endpoint, such as http://localhost:8000/v1; needs no key.",
    )
    api_key: Key = Field(
        default=None, description="Key for the endpoint. Unset: OPENAI_API_KEY, if that is set."
    )
    profile: str = Field(
        default="peace",
        min_length=1,
        description="Kind of plan: peace, trade, general, or a TOML file of your own.",
    )
    prompts: Place | None = Field(
        default=None, description="Folder of your own or older prompts. Unset: the shipped ones."
    )
    store: Place = Field(
        default_factory=default_store,
        description="File that keeps every answer ever paid for. Unset: in the user's data folder.",
    )
    out: Place = Field(default=Path("summaries"), description="Folder that a run writes its results to.")
    tables: Forms = Field(
        default=("csv",),
        min_length=1,
        description="What `tables/` is written as: csv, parquet (which needs the extra `parquet`), or csv,parquet.",
    )
    recordings: Place | None = Field(
        default=None, description="Folder of recorded answers to use in place of the store; only read."
    )
    record: bool = Field(default=False, description="Add missing answers to the recordings; needs a model.")
    fresh: bool = Field(default=False, description="Ask again, and pay again, for what is already stored.")
    network: bool = Field(default=True, description="Whether requests may be sent at all.")
    confirm_above: Decimal = Field(
        default=Decimal(5), ge=0, description="US dollars a run may cost before the command line asks first."
    )
    confirm_articles: int = Field(
        default=1000, ge=0, description="Articles a run may send before the command line asks first."
    )
    confirm_bytes: int = Field(
        default=100_000_000,
        ge=0,
        description="Bytes of text a run may send before the command line asks first.",
    )
    strict: bool = Field(
        default=True,
        description="Ask for answers constrained to the schema; false for servers that refuse that.",
    )
    concurrency: int = Field(
        default=8,
        ge=1,
        le=1000,
        description="Most requests under way at once; the endpoint's limits lower it.",
    )
    rpm: int | None = Field(
        default=None, ge=1, description="Most requests per minute. Unset: what the endpoint says."
    )
    tpm: int | None = Field(
        default=None, ge=1, description="Most tokens per minute. Unset: what the endpoint says."
    )
    budget: Decimal | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="Most US dollars that one run, or one Summariser, spends; what could exceed it is not sent.",
    )
    daily_budget: Decimal | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="Most US dollars that all runs with this store spend in a day (UTC).",
    )
    timeout: float = Field(
        default=120.0, gt=0, le=86_400, allow_inf_nan=False, description="Seconds one attempt may take."
    )
    deadline: float = Field(
        default=600.0,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="Seconds a request may take, over all attempts.",
    )
    run_deadline: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        description="Seconds after which a run asks nothing more and writes what it has. Unset: no limit.",
    )
    max_attempts: int = Field(
        default=4,
        ge=1,
        le=20,
        description="Most attempts at one request; those that the endpoint turns away for its load count apart.",
    )
    max_output_tokens: int = Field(default=16_000, ge=1, description="Most tokens of one answer.")
    context_tokens: int = Field(
        default=100_000, ge=1, description="Tokens the model can read at once; longer articles are split."
    )
    extra_body: Body = Field(
        default={}, description='JSON to add to every request, such as {"reasoning_effort": "low"}.'
    )
    extra_headers: Headers = Field(
        default={}, description="JSON of headers to add to every request; kept as secret as the key."
    )
    transport: Literal["auto", "httpx", "aiohttp"] = Field(
        default="auto",
        description="HTTP library; auto takes aiohttp, the faster one, where the extra `fast` is installed.",
    )
    prices: Prices = Field(
        default={},
        description='JSON of dollars per million tokens, such as {"my-model": {"input": 0.5, "output": 2}}.',
    )
    most_compared: int = Field(
        default=500,
        ge=1,
        description="Most articles that are set side by side as one; a larger run is cut into blocks.",
    )
    block: int = Field(
        default=250,
        ge=0,
        description="Most articles in a block of a larger run, which holds no more than one block at a time; "
        "0 sets none of them side by side.",
    )
    max_file_bytes: int = Field(default=20_000_000, ge=1, description="Largest file that is read, in bytes.")
    serve_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address that the service listens at; one that others can reach needs a token.",
    )
    serve_port: int = Field(
        default=8000, ge=0, le=65_535, description="Port that the service listens at; 0 takes a free one."
    )
    serve_token: Key = Field(
        default=None,
        description="What callers of the service send as their bearer token. Unset: none is asked for.",
    )
    serve_max_bytes: int = Field(
        default=5_000_000, ge=1, description="Largest request that the service reads, in bytes."
    )
    serve_concurrency: int = Field(
        default=100,
        ge=1,
        description="Most callers that the service answers at once; more are told to come back.",
    )
    serve_jobs: int = Field(
        default=4,
        ge=1,
        description="Most dossiers that the service makes at once; more are told to come back.",
    )
    serve_deadline: float = Field(
        default=120.0,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="Seconds the service takes to answer a caller.",
    )
    serve_patience: float = Field(
        default=10.0,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="Seconds a caller of the service may take to send its request, "
        "and to take in a part of the answer.",
    )
    logs: Literal["text", "json"] = Field(
        default="text",
        description="What commands that ask a model say on standard error: text for people, or one JSON object a line.",
    )

    _origins: dict[str, Origin] = PrivateAttr(default_factory=dict)

    @classmethod
    def load(cls, *, env_file: Path | None = None, **flags: Any) -> Self:  # noqa: ANN401 - the fields' own types
        """Return the settings of a command line: flags, environment, and the files of the working folder.

        A flag that is None was not given. An empty one says "none": with
        `--model ""` nothing is asked, whatever the environment names.

        Args:
            env_file: Read instead of the working folder's `.env`; must exist.
            flags: Values by field name.

        Raises:
            ConfigurationError: A file cannot be read, or a value cannot be used.
        """
        if env_file is not None and not env_file.is_file():
            raise ConfigurationError(f"no file {str(env_file)!r} to read settings from")
        path = env_file or ENV_FILE
        try:
            return cls(_env_file=path, **{name: value for name, value in flags.items() if value is not None})
        except OSError as error:
            raise ConfigurationError(f"{str(path)!r} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError:
            # The cause holds the bytes of the file, keys included.
            raise ConfigurationError(f"{str(path)!r} is not UTF-8 text") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - inherited; a folder of secrets is not read
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the one source that asks all others in their order."""
        environment, dotenv = (
            cast("EnvSettingsSource", env_settings),
            cast("DotEnvSettingsSource", dotenv_settings),
        )
        return (Layers(settings_cls, layers(init_settings, environment, dotenv)),)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.record and self.recordings is None:
            raise ValueError("record needs recordings: name the folder that answers are added to")
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _from_sources(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 - raw input
        """Take the values out of their `Sourced`, and keep their origins."""
        if not isinstance(data, dict) or not all(isinstance(value, Sourced) for value in data.values()):
            return handler(data)
        found: dict[str, Sourced] = withhold_key(data)
        refuse_strangers(found, cls.model_fields)
        try:
            settings = handler({name: sourced.value for name, sourced in found.items()})
        except ValidationError as error:
            # The cause holds the values, keys included.
            raise ConfigurationError(explain(error, found)) from None
        settings._origins = {name: sourced.origin for name, sourced in found.items()}  # noqa: SLF001 - ours, just made
        return settings

    @property
    def live(self) -> bool:
        """Whether a model may be asked: if and only if one is named."""
        return self.model is not None

    def origins(self) -> dict[str, Origin]:
        """Return for each field where its value came from."""
        return {name: self._origins.get(name, "default") for name in type(self).model_fields}

    def digest(self) -> str:
        """Return the sha256 of the settings, secrets left out."""
        return hashlib.sha256(self.model_dump_json(exclude=set(SECRETS)).encode()).hexdigest()

    def require_credentials(self) -> None:
        """Refuse a hosted model for which there is no key.

        Raises:
            ConfigurationError: A model is named, and neither a key nor an endpoint of one's own.
        """
        if self.live and self.api_key is None and self.base_url is None:
            raise ConfigurationError(
                f"model {self.model!r} needs a key: set {PREFIX}API_KEY or OPENAI_API_KEY, "
                f"or name an endpoint of your own with --base-url or {PREFIX}BASE_URL"
            )

    def given(self, **values: Any) -> Self:  # noqa: ANN401 - the fields' own types
        """Return these settings with `values`, usable ones, as if they had been arguments; secrets are kept."""
        changed = self.model_copy(update=values)
        changed._origins = self._origins | dict.fromkeys(values, "flag")  # noqa: SLF001 - ours, just made
        return changed

    def secrets(self) -> frozenset[str]:
        """Return the names of the secrets that are set."""
        return frozenset(name for name in SECRETS if getattr(self, name))

    def with_secrets(self, names: Iterable[str]) -> Self:
        """Return these settings with those secrets, taken from this process's environment where a pickle lost them.

        Only the secrets that were set before are named, so that no key goes to
        an endpoint that it was withheld from.

        Raises:
            ConfigurationError: The environment does not have one of them.
        """
        lost = set(names) - self.secrets()
        if not lost:
            return self
        own = type(self)()
        if lost - own.secrets():
            raise ConfigurationError(
                "a worker's environment lacks "
                f"{' and '.join(f'{PREFIX}{name.upper()}' for name in sorted(lost - own.secrets()))}: "
                "set it where the workers start; keys never travel with the work"
            )
        return self.model_copy(update={name: getattr(own, name) for name in lost})

    def __getstate__(self) -> dict[Any, Any]:
        """Return what a pickle holds: no secrets, since a worker reads them from its own environment."""
        state = super().__getstate__()
        hidden = {name: type(self).model_fields[name].default for name in SECRETS}
        return {**state, "__dict__": {**state["__dict__"], **hidden}}
