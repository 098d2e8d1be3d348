"""Build every request: the main ones, and both kinds of re-ask.

Everything here shapes request bytes. A change makes recorded answers stale, so
make one on purpose and record anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from summariser.document import Span
from summariser.fold import visible
from summariser.prompts.guide import field_lines, identity_fields, label_lists
from summariser.prompts.templates import PromptSet
from summariser.reconcile import RELATIONS, Question
from summariser.records import Profile, Record, RecordType, slots
from summariser.records.vocabulary import DisputeType
from summariser.request import Request, Wave

ECHO_BYTES = 4096
"""Most bytes of an earlier answer that a re-ask repeats."""

MAX_PROBLEMS = 20
"""Most problems that a re-ask names."""

_CONTROL_TOKEN = re.compile(r"<(?=\||/?s>|<SYS>>|start_of_turn>|end_of_turn>)|\[(?=/?INST\])")


class Shown(NamedTuple):
    """The part of an article that one request shows.

    Attributes:
        document: Id of the article.
        text: The evidence paragraphs, neutralised; page furniture is left out.
        part: Which part, from 1.
        parts: How many parts the article was split into.
    """

    document: str
    text: str
    part: int = 1
    parts: int = 1


class FailingItem(NamedTuple):
    """A record that was not proved, as an item re-ask shows it.

    Attributes:
        number: Its number in the re-ask, from 1.
        record: The draft.
        failures: What is wrong, in fixed wording without a word of the model's or the article's.
        sentences: Sentences of the article that may be meant.
    """

    number: int
    record: Record
    failures: tuple[str, ...]
    sentences: tuple[str, ...]


def show(document: str, text: str, paragraphs: Sequence[Span], *, part: int = 1, parts: int = 1) -> Shown:
    """Return what a request shows of an article: its `paragraphs`, neutralised, a blank line between them."""
    return Shown(document, "\n\n".join(neutralise(span.of(text)) for span in paragraphs), part, parts)


def neutralise(text: str) -> str:
    """Return `text` without invisible characters, and with model control tokens broken up.

    A zero-width space breaks the token; folding drops it again, so that a quote
    of the neutralised text is found in the raw one.

    >>> neutralise("a<|im_start|>b") == "a<\u200b|im_start|>b"
    True
    """
    return _CONTROL_TOKEN.sub(lambda match: match[0] + "\u200b", visible(text))


def fence_tag(text: str) -> str:
    """Return the tag that fences `text`: no text can contain its own digest."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Builder:
    """Builds the requests of one run.

    Attributes:
        prompts: The templates.
        profile: The kind of plan.
        model: Name of the model, as the endpoint knows it.
        options: Further fields of the body: output cap, temperature and the like.
        strict: Whether `strict: true` is sent; some servers refuse it.
    """

    prompts: PromptSet
    profile: Profile
    model: str
    options: Mapping[str, Any]
    strict: bool = True

    def main(self, shown: Shown, kind: RecordType, schema: dict[str, Any]) -> Request:
        """Return the request that asks for all records of `kind`."""
        return self._request(shown, kind, schema, wave="main", appended="")

    def structure(
        self, shown: Shown, kind: RecordType, schema: dict[str, Any], *, answer: str, problems: Sequence[str]
    ) -> Request:
        """Return the request that asks again after an answer that was not what the schema asks for."""
        echo = _cut(neutralise(answer), ECHO_BYTES)
        appended = self.prompts.render(
            "structure", problems=list(problems)[:MAX_PROBLEMS], echo=echo, tag=fence_tag(echo)
        )
        return self._request(shown, kind, schema, wave="structure", appended=appended)

    def items(
        self, shown: Shown, kind: RecordType, schema: dict[str, Any], *, failing: Sequence[FailingItem]
    ) -> Request:
        """Return the request that asks to correct or withdraw the records that were not proved."""
        echo = _echo(failing)
        appended = self.prompts.render(
            "items",
            items=failing,
            echo=echo,
            tag=fence_tag(echo),
            identity=" and ".join(identity_fields(kind.model)),
        )
        return self._request(shown, kind, schema, wave="items", appended=appended)

    def question(
        self, question: Question, schema: dict[str, Any], *, answer: str = "", problems: Sequence[str] = ()
    ) -> Request:
        """Return the request that asks a question of reconciliation, again when an answer had `problems`."""
        sections = [self._records(question)]
        if problems:
            echo = _cut(neutralise(answer), ECHO_BYTES)
            sections.append(
                self.prompts.render(
                    "structure", problems=list(problems)[:MAX_PROBLEMS], echo=echo, tag=fence_tag(echo)
                )
            )
        return Request(
            body=self._body(
                self.prompts.render("question_system", profile=self.profile),
                "\n\n".join(sections),
                name="comparison",
                schema=schema,
            ),
            document="",
            record_type=question.kind,
            wave="question",
            prompt=f"{self.prompts.name}/question{'+structure' if problems else ''}",
            prompt_sha256=self.prompts.digest("question", *(["structure"] if problems else [])),
        )

    def _records(self, question: Question) -> str:
        """Return the two records of a question, fenced, with the task."""
        first, second = neutralise(question.first), neutralise(question.second)
        return self.prompts.render(
            "question",
            kind=question.kind,
            first=first,
            second=second,
            tag=fence_tag(f"{first}\0{second}"),
            relations=[(label.value, label.definition) for label in RELATIONS],
            types=[(label.value, label.definition) for label in DisputeType],
        )

    def _request(
        self, shown: Shown, kind: RecordType, schema: dict[str, Any], *, wave: Wave, appended: str
    ) -> Request:
        article = self.prompts.render(
            "article", text=shown.text, tag=fence_tag(shown.text), part=shown.part, parts=shown.parts
        )
        sections = [article, _task(self.prompts, self.profile, kind), *([appended] if appended else [])]
        templates = [kind.template, *([] if wave == "main" else [wave])]
        return Request(
            body=self._body(
                _system(self.prompts, self.profile),
                "\n\n".join(sections),
                name=kind.name,
                schema=schema,
            ),
            document=shown.document,
            record_type=kind.name,
            wave=wave,
            prompt=f"{self.prompts.name}/{kind.template if wave == 'main' else f'{kind.template}+{wave}'}",
            prompt_sha256=self.prompts.digest(*templates),
        )

    def _body(self, system: str, user: str, *, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        strict = {"strict": True} if self.strict else {}
        return {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": name, "schema": schema, **strict},
            },
            **self.options,
        }


@lru_cache(maxsize=256)
def _system(prompts: PromptSet, profile: Profile) -> str:
    """Return the system message, which is the same for every article of a run."""
    return prompts.render("system", profile=profile)


@lru_cache(maxsize=256)
def _task(prompts: PromptSet, profile: Profile, kind: RecordType) -> str:
    """Return the task of a record type, which is the same for every article of a run."""
    return prompts.render(
        kind.template,
        fields=list(field_lines(kind.model)),
        labels=list(label_lists(kind.model, profile)),
        example_category=profile.categories[-1].name,
    )


def _echo(failing: Sequence[FailingItem]) -> str:
    """Return the records of `failing` with their candidate sentences, each with its share of the cap."""
    share = ECHO_BYTES // max(len(failing), 1)
    items = (
        _cut(
            "\n".join([f"Item {item.number}: {_compact(item.record)}", *(f"> {s}" for s in item.sentences)]),
            share,
        )
        for item in failing
    )
    return _cut("\n".join(items), ECHO_BYTES)


def _compact(record: Record) -> str:
    """Return a record as one line of JSON, its identity fields first and empty ones left out."""
    fields = record.model_dump(mode="json", exclude_none=True)
    first = [name for name, slot, _ in slots(record) if slot.identity]
    ordered = {name: fields[name] for name in [*first, *(name for name in fields if name not in first)]}
    return neutralise(json.dumps(ordered, ensure_ascii=False))


def _cut(text: str, size: int) -> str:
    """Return `text` cut to at most `size` bytes of UTF-8, with a mark where it was cut."""
    raw = text.encode("utf-8", "replace")
    mark = " […cut]"
    return text if len(raw) <= size else raw[: size - len(mark.encode())].decode("utf-8", "ignore") + mark
