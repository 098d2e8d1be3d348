"""Every fault by name, as one table of functions that do it to an `Exchange`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.faults.content import CONTENT
from tests.faults.envelope import ENVELOPE
from tests.faults.exchange import Exchange
from tests.faults.status import STATUS
from tests.faults.transport import TRANSPORT

Fault = Callable[[Exchange], Awaitable[None]]


async def _no_fault(exchange: Exchange) -> None:
    await exchange.send_json(await exchange.complete())


def _around(edit: Callable[[dict[str, Any]], dict[str, Any]]) -> Fault:
    """Return a fault that edits the completion."""

    async def fault(exchange: Exchange) -> None:
        await exchange.send_json(edit(await exchange.complete()))

    return fault


def _inside(edit: Callable[[str], str]) -> Fault:
    """Return a fault that edits the text of the answer."""

    def edit_content(made: dict[str, Any]) -> dict[str, Any]:
        first = made["choices"][0]
        message = first["message"] | {"content": edit(first["message"]["content"])}
        return made | {"choices": [first | {"message": message}]}

    return _around(edit_content)


FAULTS: dict[str, Fault] = {
    "": _no_fault,
    **TRANSPORT,
    **STATUS,
    **{name: _around(edit) for name, edit in ENVELOPE.items()},
    **{name: _inside(edit) for name, edit in CONTENT.items()},
}
"""Faults by name; "" is an answer without one."""

UNCHARGED = frozenset(STATUS) | {"closed", "redirect", "not-http"}
"""Faults that strike before a model is asked, so that no plan charges for them."""
