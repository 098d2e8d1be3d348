"""The plan of a run on one screen, before anything is sent, and the question whether to send it."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from collections.abc import Sequence

from summariser.cli.bar import progress_bar
from summariser.cli.problems import say
from summariser.cli.words import counted, duration, rough, size
from summariser.errors import ConfigurationError, SummariserError, UsageError
from summariser.pipeline import Corpus
from summariser.pipeline.plan import Cost, Plan, Planned, Work, follow, plan_run
from summariser.reading import Input, Inputs
from summariser.records import RecordType
from summariser.sanitise import terminal
from summariser.settings import Settings

WIDTH = 80
MOST_UNREADABLE = 2
"""Most unreadable inputs that the screen names; the JSON has them all."""

_LABEL = 12


def show_plan(
    inputs: Sequence[Input] | Inputs,
    settings: Settings,
    record_types: tuple[RecordType, ...],
    *,
    as_json: bool,
) -> int:
    """Print what a run would do, send nothing, and return 0."""
    plan = plan_run(inputs, settings, record_types)
    if as_json:
        print(plan.model_dump_json(indent=2))  # noqa: T201 - data goes to standard output
    else:
        print("\n".join(map(terminal, plan_lines(plan))))  # noqa: T201 - data goes to standard output
    return 0


def agreed(
    inputs: Sequence[Input] | Inputs,
    settings: Settings,
    record_types: tuple[RecordType, ...],
    *,
    yes: bool,
    quiet: bool,
) -> Corpus | None:
    """Return when the run may start: its result if nothing is left to ask, else None.

    On a terminal the plan is shown first. Where there are reasons to ask, the
    answer is waited for; where nobody is there to give it, `--yes` must.

    Raises:
        UsageError: The run must be agreed to, and this is no terminal.
        SummariserError: The user said no.
    """
    watched = sys.stderr.isatty()
    if not _spends(settings) or (yes and (quiet or not watched)):
        return None
    planned = _planned(inputs, settings, record_types, shown=watched and not quiet)
    reasons = () if yes else planned.plan.asks
    if watched and planned.plan.requests and (reasons or not quiet):
        say("\n".join(plan_lines(planned.plan)))
    if reasons:
        _ask(reasons, answerable=watched and sys.stdin is not None and sys.stdin.isatty())
    return planned.corpus


def plan_lines(plan: Plan) -> list[str]:
    """Return the plan as at most 20 lines of at most 80 columns."""
    parts = {
        "goes to": _goes_to(plan),
        "inputs": _inputs(plan),
        "answered": f"{plan.answered:,} requests, free" if plan.answered else "",
        "to send": _to_send(plan),
        "to follow": _to_follow(plan),
        "tokens": f"about {rough(plan.tokens_in)} in and {rough(plan.tokens_out)} out",
        "cost": _cost(plan),
        "time": f"about {duration(plan.seconds)}, {counted(plan.at_once, 'request')} at a time",
        "stale": _stale(plan),
        "paid again": _paid_again(plan),
    }
    unsent = () if plan.requests else ("tokens", "cost", "time")
    lines = ["Plan"]
    for label, said in parts.items():
        if said and label not in unsent:
            lines += _labelled(label, said)
        if label == "inputs":
            lines += _unreadable(plan)
    return lines


def _spends(settings: Settings) -> bool:
    """Return whether a run may send anything; without a key it will say so itself."""
    try:
        settings.require_credentials()
    except ConfigurationError:
        return False
    return settings.live and settings.network


def _planned(
    inputs: Sequence[Input] | Inputs, settings: Settings, record_types: tuple[RecordType, ...], *, shown: bool
) -> Planned:
    with progress_bar(shown=shown) as on_progress:
        return asyncio.run(follow(inputs, settings, record_types, on_progress=on_progress))


def _ask(reasons: Sequence[str], *, answerable: bool) -> None:
    """Return if the user agrees to a run that does what `reasons` say."""
    if not answerable:
        raise UsageError(
            f"this run {', '.join(reasons)}: pass --yes to start it, or --dry-run to see its plan"
        )
    for reason in reasons:
        say(f"This run {reason}.")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201 - a question, no data
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise SummariserError("not started: nothing was sent")


def _goes_to(plan: Plan) -> str:
    if plan.model is None:
        return "nowhere: no model is named, and recorded answers are replayed"
    if plan.host is None:
        return f"nowhere: the network is off, and stored answers of {plan.model} are used"
    return f"{plan.model} at {plan.host}{' (local)' if plan.local else ''}"


def _inputs(plan: Plan) -> str:
    others = {"passed over": plan.skipped, "cannot be read": len(plan.unreadable)}
    said = ", ".join(f"{number:,} {what}" for what, number in others.items() if number)
    basis = f"; the plan goes by {plan.sampled:,} of them" if plan.sampled else ""
    return f"{plan.inputs:,}{': ' if said else ''}{said}{basis}"


def _unreadable(plan: Plan) -> list[str]:
    """Return a line for each unreadable input, the reason first: it must not be cut off."""
    said = [f"{found.reason}: {found.path}" for found in plan.unreadable[:MOST_UNREADABLE]]
    left = len(plan.unreadable) - len(said)
    said += [f"… and {left:,} more"] if left else []
    room = WIDTH - _LABEL - 2
    return [
        f"{'':{_LABEL + 2}}{line if len(line) <= room else f'{line[: room - 1]}…'}"
        for line in map(terminal, said)
    ]


def _to_send(plan: Plan) -> str:
    if plan.unanswered:
        return f"nothing: {counted(plan.unanswered, 'article')} will have no answer"
    requests = plan.main.certain + plan.re_asks.certain
    about = f"about {counted(plan.articles, 'article')} ({size(plan.bytes)})"
    parts = [f"{counted(requests, 'request')} {about}"] if requests else []
    parts += [counted(plan.questions.certain, "question")] if plan.questions.certain else []
    return " and ".join(parts) or "nothing: every answer is there"


def _to_follow(plan: Plan) -> str:
    def said(work: Work, what: str) -> list[str]:
        return [counted(work.expected, what)] if work.expected else []

    expected = said(plan.re_asks, "re-ask") + said(plan.questions, "question")
    basis = f"the {plan.basis}" + (f" of {plan.model}" if plan.basis == "stored answers" else "")
    return f"about {' and '.join(expected)}, going by {basis}" if expected else ""


def _cost(plan: Plan) -> str:
    if plan.cost is None:
        return "unknown: no price is known; SUMMARISER_PRICES gives one"
    hidden = "; the model's hidden reasoning is in the higher figure alone" if plan.hidden else ""
    return f"{_dollars(plan.cost)}{hidden}"


def _dollars(cost: Cost) -> str:
    return f"about ${cost.expected:,.2f}, most likely ${cost.low:,.2f} to ${cost.high:,.2f}"


def _stale(plan: Plan) -> str:
    """Return what is asked again; the price first, since a line may be cut."""
    stale = plan.stale
    if stale is None:
        return ""
    price = "" if stale.cost is None else f" (about ${stale.cost:,.2f})"
    by = f" ({_few(stale.models)})" if "model" in stale.differs else ""
    return (
        f"{counted(stale.requests, 'request')}{price}, {counted(stale.articles, 'article')} answered before "
        f"with another {' and '.join(stale.differs)}{by}"
    )


def _paid_again(plan: Plan) -> str:
    again = plan.paid_again
    if again is None:
        return ""
    price = "" if again.cost is None else f": about ${again.cost:,.2f}"
    return f"{counted(again.requests, 'stored answer')}, because of --fresh{price}"


def _labelled(label: str, said: str) -> list[str]:
    """Return a labelled text, wrapped beside its label, at most two lines of it."""
    lines = textwrap.wrap(terminal(said), WIDTH - _LABEL - 2, max_lines=2, placeholder=" …")
    return [f"  {name:<{_LABEL}}{line}" for name, line in zip((label, ""), lines, strict=False)]


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")  # noqa: PLR2004 - two fit a line
