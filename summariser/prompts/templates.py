"""`PromptSet`: one folder of templates, rendered in a sandbox and digested."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from summariser.errors import ConfigurationError
from summariser.resources import prompts_folder

DEFAULT = "extract-v2"
"""Name of the prompt folder in use unless a setting pins another."""

SHARED = ("system", "article", "fields")
"""Templates that are part of every prompt."""

COMPANIONS = {"question": ("question_system",)}
"""Templates that come with another: a question has a system message of its own."""


@dataclass(frozen=True)
class PromptSet:
    """A set of templates.

    Attributes:
        name: Name of the set, version included, such as `extract-v2`.
        folders: Where its templates are looked for: one's own folder first, then the shipped set.
    """

    name: str
    folders: tuple[Path, ...]
    environment: ImmutableSandboxedEnvironment

    def render(self, template: str, /, **values: object) -> str:
        """Return the rendered template, without surrounding white space.

        Raises:
            ConfigurationError: The template is missing, broken, or asks for a value there is not.
        """
        try:
            return self.environment.get_template(f"{template}.j2").render(**values).strip()
        except TemplateNotFound as error:
            raise self._missing(str(error.name)) from error
        except TemplateError as error:
            raise ConfigurationError(f"prompt {self.name}/{template} cannot be rendered: {error}") from error

    def digest(self, *templates: str) -> str:
        """Return the sha256 over the named templates, those they come with, and the shared ones."""
        companions = {other for name in templates for other in COMPANIONS.get(name, ())}
        return _digest(self, frozenset({*SHARED, *templates, *companions}))

    def path(self, file: str) -> Path:
        """Return where a file of the set is."""
        for folder in self.folders:
            if (folder / file).is_file():
                return folder / file
        raise self._missing(file)

    def _missing(self, file: str) -> ConfigurationError:
        looked = " or ".join(repr(str(folder)) for folder in self.folders)
        return ConfigurationError(f"no template {file!r} in {looked}")


@lru_cache(maxsize=256)
def _digest(prompts: PromptSet, templates: frozenset[str]) -> str:
    """Return the digest of some templates of one loaded set, read from disk once."""
    digest = hashlib.sha256()
    for template in sorted(templates):
        digest.update(f"{template}\0".encode())
        digest.update(prompts.path(f"{template}.j2").read_bytes() + b"\0")
    return digest.hexdigest()


def load_prompts(name: str | Path | None = None) -> PromptSet:
    """Return the prompt set `name`: one that is shipped, or a folder of one's own.

    A folder of one's own holds only what differs; the rest comes from the shipped set.

    Raises:
        ConfigurationError: There is no such set, and no such folder with a template in it.
    """
    shipped = {path.name: path for path in prompts_folder().glob("*-v*")}
    wanted = str(name or DEFAULT)
    folders = (shipped[wanted],) if wanted in shipped else (Path(wanted), shipped[DEFAULT])
    if not any(folders[0].glob("*.j2")):
        known = ", ".join(sorted(shipped))
        raise ConfigurationError(
            f"no prompts {wanted!r}: name one of {known}, or a folder with templates (*.j2)"
        )
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders, followlinks=False),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=False,
        auto_reload=False,  # one run, one wording
    )
    return PromptSet(folders[0].name, folders, environment)
