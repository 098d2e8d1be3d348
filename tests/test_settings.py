"""Settings: which source wins, what is refused, and that no secret is ever shown."""

from __future__ import annotations

import copy
import logging
import os
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from summariser.errors import ConfigurationError
from summariser.settings import Price, Settings

ROOT = Path(__file__).resolve().parent.parent
CANARY = "sk-canary-0123456789"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder, with none of the variables that settings are read from."""
    for name in list(os.environ):
        if name.upper().startswith(("SUMMARISER_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _refusal(**values: Any) -> str:  # noqa: ANN401 - wrong values of any type
    """Return the message with which the values are refused."""
    with pytest.raises(ConfigurationError) as caught:
        Settings(**values)
    return str(caught.value)


# Which source wins


def test_nothing_is_live_by_default() -> None:
    """Without a model nothing can be spent, and everything else has a default."""
    settings = Settings()
    assert not settings.live
    assert (settings.profile, settings.out, settings.concurrency) == ("peace", Path("summaries"), 8)
    assert set(settings.origins().values()) == {"default"}


def test_each_source_outranks_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flag, environment, `.env`, `summariser.toml`, default: in this order, field by field."""
    Path("summariser.toml").write_text("rpm = 4\ntpm = 4\nconcurrency = 4\nmax_attempts = 4\n")
    Path(".env").write_text("SUMMARISER_RPM=3\nSUMMARISER_TPM=3\nSUMMARISER_CONCURRENCY=3\n")
    monkeypatch.setenv("SUMMARISER_RPM", "2")
    monkeypatch.setenv("SUMMARISER_TPM", "2")
    settings = Settings.load(rpm=1, model=None)
    assert (settings.rpm, settings.tpm, settings.concurrency, settings.max_attempts) == (1, 2, 3, 4)
    names = ("rpm", "tpm", "concurrency", "max_attempts", "model")
    assert [settings.origins()[name] for name in names] == [
        "flag",
        "environment",
        ".env",
        "summariser.toml",
        "default",
    ]


def test_a_program_reads_no_files() -> None:
    """The constructor of the API takes nothing from files that happen to lie in the working folder."""
    Path(".env").write_text("SUMMARISER_MODEL=from-env-file\n")
    Path("summariser.toml").write_text('profile = "trade"\n')
    assert (Settings().model, Settings().profile) == (None, "peace")


def test_files_elsewhere_are_not_read(tmp_path: Path) -> None:
    """Neither a folder of articles nor the folders above have a say."""
    for folder in (tmp_path, tmp_path / "work" / "articles"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".env").write_text("SUMMARISER_MODEL=stranger\n")
        (folder / "summariser.toml").write_text('model = "stranger"\n')
    os.chdir(tmp_path / "work")
    assert Settings.load().model is None


def test_an_explicit_env_file_replaces_the_one_in_the_folder(tmp_path: Path) -> None:
    """Naming a file means that file and no other."""
    Path(".env").write_text("SUMMARISER_MODEL=here\nSUMMARISER_RPM=5\n")
    named = tmp_path / "team.env"
    named.write_text("SUMMARISER_MODEL=there\n")
    settings = Settings.load(env_file=named)
    assert (settings.model, settings.rpm) == ("there", None)


def test_a_named_env_file_must_exist(tmp_path: Path) -> None:
    """Only the file that was not asked for may be missing."""
    with pytest.raises(ConfigurationError, match=r"no file .*gone\.env"):
        Settings.load(env_file=tmp_path / "gone.env")


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set to nothing does not hide the next source."""
    Path(".env").write_text("SUMMARISER_MODEL=small\nSUMMARISER_API_KEY=\n")
    Path("summariser.toml").write_text('base_url = ""\n')
    monkeypatch.setenv("SUMMARISER_MODEL", "")
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    settings = Settings.load()
    assert (settings.model, settings.base_url) == ("small", None)
    assert settings.api_key == SecretStr(CANARY)


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_argument_says_none(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    """`--model ""` asks nothing, whatever the environment names: an empty value never spends."""
    monkeypatch.setenv("SUMMARISER_MODEL", "large")
    assert not Settings.load(model=empty).live
    assert Settings(api_key=SecretStr("")).api_key is None


def test_the_general_variables_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said to this tool outranks what is said to every tool, even when a file says it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-general")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://general.example/v1")
    Path(".env").write_text("SUMMARISER_API_KEY=sk-own\nSUMMARISER_BASE_URL=https://own.example/v1\n")
    settings = Settings.load()
    assert (settings.base_url, settings.api_key) == ("https://own.example/v1", SecretStr("sk-own"))


@pytest.mark.parametrize("source", ["environment", ".env"])
def test_the_general_variables_are_enough(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """A key and an endpoint that every tool knows need not be written twice."""
    values = {"OPENAI_API_KEY": "sk-general", "OPENAI_BASE_URL": "https://general.example/v1/"}
    if source == "environment":
        for name, value in values.items():
            monkeypatch.setenv(name, value)
    else:
        Path(".env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    settings = Settings.load()
    assert (settings.base_url, settings.api_key) == ("https://general.example/v1", SecretStr("sk-general"))
    assert settings.origins()["api_key"] == source


@pytest.mark.parametrize("name", [".env", "summariser.toml"])
def test_a_file_cannot_send_the_general_key_elsewhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    """A folder unpacked with its own settings file does not get `OPENAI_API_KEY` sent to its author."""
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    setting = "SUMMARISER_BASE_URL=" if name == ".env" else "base_url = "
    Path(name).write_text(f'{setting}"https://stranger.example/v1"\n')
    with caplog.at_level(logging.WARNING):
        settings = Settings.load(model="m")
    assert (settings.base_url, settings.api_key) == ("https://stranger.example/v1", None)
    assert f"endpoint named in {name}" in caplog.text
    assert CANARY not in caplog.text


def test_a_key_for_this_tool_goes_where_its_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared settings file with a gateway works with a key from the environment that is meant for it."""
    monkeypatch.setenv("SUMMARISER_API_KEY", CANARY)
    Path("summariser.toml").write_text('base_url = "https://gateway.example/v1"\n')
    assert Settings.load().api_key == SecretStr(CANARY)


def test_tables_can_be_written_in_any_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON in a variable, a table in TOML and a mapping in a call mean the same."""
    Path("summariser.toml").write_text('[prices.small]\ninput = 0.1\noutput = "2"\n')
    monkeypatch.setenv("SUMMARISER_EXTRA_BODY", '{"reasoning_effort": "low"}')
    settings = Settings.load(extra_headers={"X-Team": SecretStr("blue")})
    assert settings.prices == {"small": Price(input=Decimal("0.1"), output=Decimal(2))}
    assert settings.extra_body == {"reasoning_effort": "low"}
    assert settings.extra_headers["X-Team"].get_secret_value() == "blue"


@pytest.mark.parametrize("said", [" parquet, csv,,csv", ["parquet", "csv"]])
def test_forms_of_tables_are_listed(said: str | list[str]) -> None:
    """Words with commas between them in a variable, and a list in TOML, mean the same."""
    Path("summariser.toml").write_text(f"tables = {said!r}\n")
    assert (Settings().tables, Settings.load().tables) == (("csv",), ("parquet", "csv"))


def test_home_is_read_in_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A path from a file is not seen by a shell, so `~` is read here."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    Path(".env").write_text("SUMMARISER_STORE=~/answers.sqlite\n")
    assert Settings.load().store == tmp_path / "answers.sqlite"


# What is refused


@pytest.mark.parametrize(
    "base_url",
    [
        "api.example.org/v1",
        "localhost:8000",
        "ftp://example.org",
        "http://",
        "https:///v1",
        "http://[::1",
        "http://host:99999/v1",
        "https://exa mple.org",
        f"https://user:{CANARY}@example.org/v1",
        f"https://{CANARY}@example.org/v1",
        f"https://user:{CANARY}",
        f"https://example.org/v1?key={CANARY}",
        f"https://example.org/v1#{CANARY}",
    ],
)
def test_refuses_an_unusable_base_url(base_url: str) -> None:
    """A base URL needs scheme and host, holds no password, and is never repeated."""
    message = _refusal(base_url=base_url)
    assert message.startswith("base_url (flag): ")
    assert CANARY not in message


@pytest.mark.parametrize("spoilt", ["K\n", " K", "K K", '"K"', "'K'", "`K`", "K\x00", "Ké", "K\u200b"])
def test_refuses_a_spoilt_key(spoilt: str) -> None:
    """A key that was pasted with something around it is refused before any request, and never repeated."""
    message = _refusal(api_key=SecretStr(spoilt.replace("K", CANARY)))
    assert message.startswith("api_key (flag): has a space")
    assert CANARY not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("concurrency", "0"),
        ("concurrency", "-1"),
        ("concurrency", "１２"),
        ("concurrency", CANARY),
        ("timeout", "nan"),
        ("timeout", "inf"),
        ("deadline", "0"),
        ("strict", "perhaps"),
        ("transport", CANARY),
        ("profile", ""),
        ("tables", f"csv,{CANARY}"),
        ("tables", ","),
        ("extra_body", f'{{"a": {CANARY}}}'),
        ("extra_body", '{"stream": true}'),
        ("extra_body", {"seed": float("inf")}),
        ("extra_headers", {"Authorization": f"Bearer {CANARY}\r\nHost: stranger.example"}),
        ("extra_headers", {"X Team": CANARY}),
        ("extra_headers", f"[{CANARY!r}]"),
        ("prices", '{"m": {"input": -1, "output": 1}}'),
        ("prices", {"m": {"input": 1}}),
    ],
)
def test_refuses_what_cannot_be_meant(name: str, value: object) -> None:
    """The message names the field and where its value came from, and never repeats the value."""
    message = _refusal(**{name: value})
    assert message.startswith(name)
    assert "(flag): " in message
    assert CANARY not in message


def test_a_message_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value from a variable is named as it was written."""
    monkeypatch.setenv("SUMMARISER_RPM", "many")
    assert _refusal().startswith("SUMMARISER_RPM (environment): ")


@pytest.mark.parametrize(
    ("file", "text"), [(".env", "SUMMARISER_MODLE=large\n"), ("summariser.toml", 'modle = "large"\n')]
)
def test_refuses_a_misspelt_name_in_a_file(file: str, text: str) -> None:
    """A slip of the pen is not silently without effect."""
    Path(file).write_text(text)
    with pytest.raises(ConfigurationError, match=r"there is no setting .*; is it 'model'\?$") as caught:
        Settings.load()
    assert file in str(caught.value)


def test_the_environment_may_hold_other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster sets `SUMMARISER_SERVICE_HOST` for a service of that name; that is not our business."""
    monkeypatch.setenv("SUMMARISER_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("SUMMARISER_PORT", "tcp://10.0.0.1:80")
    assert set(Settings().origins().values()) == {"default"}


def test_other_names_in_an_env_file_are_not_ours() -> None:
    """A `.env` is shared with other tools."""
    Path(".env").write_text("\ufeffDATABASE_URL=postgres://h/db\nSUMMARISER_MODEL=m\n", "utf-8")
    assert Settings.load().model == "m"


def test_refuses_a_key_in_the_shared_file() -> None:
    """`summariser.toml` is made to be committed, so a key in it is a leak about to happen."""
    Path("summariser.toml").write_text(f'api_key = "{CANARY}"\n')
    with pytest.raises(ConfigurationError, match="made to be shared") as caught:
        Settings.load()
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "raw"),
    [(".env", b"\xff\xfe\x00key"), ("summariser.toml", b"\xff\xfe\x00key"), ("summariser.toml", b"model = ")],
)
def test_refuses_a_file_that_cannot_be_read(file: str, raw: bytes) -> None:
    """A settings file that cannot be read is named, not passed over."""
    Path(file).write_bytes(raw)
    with pytest.raises(ConfigurationError, match=file.replace(".", r"\.")):
        Settings.load()


def test_recording_needs_a_folder() -> None:
    """Answers that should be recorded have a place to go."""
    assert "record needs recordings" in _refusal(record=True)


# Live, and credentials


def test_a_key_alone_is_not_live() -> None:
    """Only naming a model can lead to spending."""
    assert not Settings(api_key=SecretStr(CANARY), base_url="http://localhost:1/v1").live


def test_a_hosted_model_needs_a_key() -> None:
    """A named model without key and endpoint ends before any request, with the ways on."""
    with pytest.raises(ConfigurationError, match=r"SUMMARISER_API_KEY or OPENAI_API_KEY.*--base-url"):
        Settings(model="large").require_credentials()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"api_key": SecretStr(CANARY)},
        {"model": "large", "api_key": SecretStr(CANARY)},
        {"model": "local", "base_url": "http://localhost:8000/v1"},
    ],
)
def test_credentials_are_asked_of_nothing_else(values: dict[str, Any]) -> None:
    """A local endpoint needs no key, and replaying needs nothing."""
    Settings(**values).require_credentials()


# Secrets


def test_no_form_of_the_settings_shows_a_secret() -> None:
    """Neither text, dump, pickle nor attributes hold a key or a header's value in the clear."""
    settings = Settings(
        api_key=SecretStr(CANARY), serve_token=SecretStr(CANARY), extra_headers={"X-Key": SecretStr(CANARY)}
    )
    forms = [
        repr(settings),
        str(settings),
        str(vars(settings)),
        str(settings.model_dump()),
        settings.model_dump_json(),
    ]
    assert not any(CANARY in form for form in forms)
    assert CANARY.encode() not in pickle.dumps(settings)


def test_a_pickled_copy_has_everything_else() -> None:
    """A worker process gets the settings and reads the key from its own environment."""
    settings = Settings(api_key=SecretStr(CANARY), model="m", concurrency=3)
    copied = pickle.loads(pickle.dumps(settings))  # noqa: S301 - our own bytes
    assert (copied.model, copied.concurrency, copied.api_key) == ("m", 3, None)
    assert copied.origins()["concurrency"] == "flag"


def test_a_copy_in_memory_keeps_the_key() -> None:
    """Only what leaves the process loses its secrets."""
    settings = Settings(api_key=SecretStr(CANARY))
    assert (
        copy.deepcopy(settings).api_key
        == settings.model_copy(update={"model": "m"}).api_key
        == SecretStr(CANARY)
    )


def test_the_digest_knows_no_secret() -> None:
    """The digest in `run.json` changes with the settings and not with the key."""
    plain = Settings(model="m")
    assert Settings(model="m", api_key=SecretStr(CANARY)).digest() == plain.digest()
    assert Settings(model="n").digest() != plain.digest()


def test_library_debugging_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even the settings library's own debug log of all sources holds no value."""
    monkeypatch.setenv("PYDANTIC_SETTINGS_DEBUG", "1")
    monkeypatch.setenv("SUMMARISER_API_KEY", CANARY)
    with caplog.at_level(logging.DEBUG):
        Settings.load(extra_headers={"X-Key": CANARY})
    assert CANARY not in caplog.text


# Documentation


def test_every_setting_is_described() -> None:
    """The table in the documentation is printed from these descriptions."""
    assert all(field.description for field in Settings.model_fields.values())


def test_env_example_names_every_setting_with_its_default() -> None:
    """`.env.example` is complete, has no unknown name, and shows the true defaults."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    shown = dict(line.removeprefix("#").split("=", 1) for line in lines if line.startswith("#SUMMARISER_"))
    assert {f"SUMMARISER_{name.upper()}" for name in Settings.model_fields} == set(shown)
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in shown.items() if value))
    assert Settings.load().model_dump() == Settings().model_dump()


def test_env_example_explains_every_setting_in_its_own_words() -> None:
    """Each setting in `.env.example` stands under its description."""
    text = (ROOT / ".env.example").read_text("utf-8")
    missing = [name for name, field in Settings.model_fields.items() if str(field.description) not in text]
    assert missing == []
