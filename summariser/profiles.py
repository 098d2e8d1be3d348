"""Load a profile: the term categories and holidays of one kind of plan, from a TOML file."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from summariser.errors import ConfigurationError
from summariser.records import Profile
from summariser.resources import prompts_folder


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that are shipped, sorted."""
    return tuple(sorted(path.stem for path in (prompts_folder() / "profiles").glob("*.toml")))


@lru_cache(maxsize=16)
def load_profile(name: str) -> Profile:
    """Return the shipped profile `name`, or the one in the TOML file at that path.

    Raises:
        ConfigurationError: There is no such profile, or the file is not one.
    """
    path = Path(name) if name.endswith(".toml") else prompts_folder() / "profiles" / f"{name}.toml"
    try:
        raw = path.read_bytes()
        fields = tomllib.loads(raw.decode("utf-8-sig"))
        return Profile(name=path.stem, sha256=hashlib.sha256(raw).hexdigest(), **fields)
    except FileNotFoundError as error:
        known = ", ".join(profile_names())
        raise ConfigurationError(f"no profile {name!r}: name one of {known}, or a TOML file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise ConfigurationError(f"profile {str(path)!r} cannot be read: {error}") from error
