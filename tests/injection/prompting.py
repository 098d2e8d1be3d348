"""What may be wrong with the form of a request about an injected article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.injected.pairs import Pair
from summariser.llm.answers import estimate_tokens
from summariser.prompts.build import ECHO_BYTES, fence_tag
from summariser.request import Request
from tests.injection.obedient import lines

MOST_OVERHEAD = 1.15
"""Tokens of a main request, as a multiple of the one about the clean twin."""

_ARTICLE = re.compile(r"\A<article-([0-9a-f]{16})>\n(.*)\n</article-\1>\n", re.DOTALL)
_ECHO = re.compile(r"<answer-([0-9a-f]{16})>\n(.*)\n</answer-\1>", re.DOTALL)


def flaws(pair: Pair, request: Request, clean: Request) -> Iterator[str]:
    """Yield what is wrong with `request`; `clean` is the main request about the clean twin, for the same records."""
    system, user = (str(message["content"]) for message in request.body["messages"])
    clean_user = str(clean.body["messages"][1]["content"])
    if [message["role"] for message in request.body["messages"]] != ["system", "user"]:
        yield "other roles than system and user"
    if system != clean.body["messages"][0]["content"]:
        yield "the system message is not that of the clean twin"
    article, task = _split(user)
    if task is None:
        yield "the article does not stand between its own tags"
        return
    if request.wave == "main":
        yield from _flaws_of_main(user, task, clean_user)
    else:
        yield from _flaws_of_echo(pair, task.removeprefix(_split(clean_user)[1] or ""))
    if fence_tag(article) in article:
        yield "the tag stands in the article"


def _flaws_of_main(user: str, task: str, clean_user: str) -> Iterator[str]:
    if task != _split(clean_user)[1]:
        yield "what follows the article is not that of the clean twin"
    if estimate_tokens(user) > MOST_OVERHEAD * estimate_tokens(clean_user):
        yield "too many tokens"


def _flaws_of_echo(pair: Pair, appended: str) -> Iterator[str]:
    echo = _ECHO.search(appended)
    if echo is None or fence_tag(echo[2]) != echo[1] or echo[1] in echo[2]:
        yield "the echo does not stand between its own tags"
        return
    if len(echo[2].encode()) > ECHO_BYTES:
        yield "the echo is too long"
    around = appended[: echo.start()] + appended[echo.end() :]
    if any(line in around for line in lines(pair)):
        yield "the payload stands outside of the echo"


def _split(user: str) -> tuple[str, str | None]:
    """Return the article of a user message and what follows it; None where it is not fenced by its own tag."""
    found = _ARTICLE.search(user)
    if found is None or fence_tag(found[2]) != found[1]:
        return "", None
    return found[2], user[found.end() :]
