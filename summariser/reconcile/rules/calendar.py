"""How two times of one slot stand to each other: the same, one within the other, or apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from summariser.normalise.days import Stretch
from summariser.normalise.when import days_of
from summariser.reconcile.rules.amounts import compare_amounts
from summariser.reconcile.rules.timeclaims import (
    Calendar,
    Length,
    Time,
    TimeClaim,
    Value,
    lacks_only_a_year,
    named_by_both,
    values_of,
)
from summariser.reconcile.rules.weighing import Rules, quoted, weigh
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation

RULES = Rules(same="time.same", within="time.within", apart="time.apart")
WEEKDAY_RULES = Rules(same="time.weekday", within="time.weekday", apart="time.weekday")
LENGTH_RULES = Rules(same="time.length", within="time.length", apart="time.length")

_AGREE, _REFINE, _CONTRADICT = ConflictRelation.AGREE, ConflictRelation.REFINE, ConflictRelation.CONTRADICT
_AT_ONCE = ("just ", "shortly ", "right ", "immediately ")
_SHORTLY = timedelta(days=14)
"""How long before or after "just before" reaches."""
_WEEK_SLACK, _SEASON_SLACK = timedelta(days=1), timedelta(days=31)
"""How far the borders of a week (Sunday or Monday) and of a season are in doubt."""
_ANY_YEARS = range(2000, 2028)
"""Every way in which dates, weekdays and leap days fall together."""
_MOST_YEARS = 12
_DAYS_A_WEEK = 7


def compare_times(first: TimeClaim, second: TimeClaim, context: Calendar) -> Verdict | None:
    """Return how two claims about when stand to each other; None when no rule can decide.

    Words count even where they resolve to no day: an unresolved "on Thursday" is
    not a Wednesday. A date without a year is read in the years of the dated
    articles, and decides only where all of them decide alike. A date in brackets
    says which day a holiday is meant to be, but two that name one holiday agree,
    whatever day one adds. Lengths of time are compared only as deadlines ("within
    100 days of a deal"); other lengths say no when.

    >>> one, other = TimeClaim(("on Thursday",)), TimeClaim(("November 19",))
    >>> compare_times(one, other, Calendar(years=(2025,))).rule
    'time.weekday'
    """
    if holiday := named_by_both(first, second, context):
        return RULES.of(ConflictRelation.AGREE, f"both name {holiday}")
    return weigh(
        tuple(values_of(first, context)),
        tuple(values_of(second, context)),
        comparable=lambda one, other: type(one) is type(other),
        judge=partial(_judge, years=context.years),
        within=RULES.within,
    )


def _judge(one: Value, other: Value, *, years: tuple[int, ...]) -> Verdict | None:
    if isinstance(one, Length) and isinstance(other, Length):
        return _judge_lengths(one, other)
    if isinstance(one, Time) and isinstance(other, Time):
        return _judge_times(one, other, years=years)
    return None


def _judge_lengths(one: Length, other: Length) -> Verdict | None:
    if one.anchors and other.anchors and one.anchors.isdisjoint(other.anchors):
        return None
    found = compare_amounts((one.quantity,), (other.quantity,))
    if found is None:
        return None
    more = found.relation is _AGREE and bool(one.anchors) != bool(other.anchors)
    pair = quoted(one.surface, other.surface)
    said = "set the same term" if found.relation is _AGREE else "set different terms"
    return LENGTH_RULES.of(_REFINE if more else found.relation, f"{pair} {said}.")


def _judge_times(one: Time, other: Time, *, years: tuple[int, ...]) -> Verdict | None:
    """Return the verdict that holds in every year the words can mean; None when years differ."""
    if one.weekdays and other.weekdays:
        return _judge_weekdays(one, other)
    assumed = not years and _lacks_a_year(one) and _lacks_a_year(other)
    pairs = [
        (_in_year(one, year, assumed=assumed), _in_year(other, year, assumed=assumed))
        for year in _years(one, other, years)
    ]
    verdicts = [_judge_days(*pair) for pair in pairs if not any(map(_lacks_a_year, pair))]
    relations = {verdict.relation if verdict else None for verdict in verdicts}
    return verdicts[0] if len(relations) == 1 else None


def _years(one: Time, other: Time, years: tuple[int, ...]) -> Iterable[int]:
    """Return the years in which two times are set against each other."""
    fixed = [time.days for time in (one, other) if time.days is not None]
    if len(fixed) == 2 or not (_lacks_a_year(one) or _lacks_a_year(other)):  # noqa: PLR2004 - both of two
        return (0,)
    if not fixed:
        return sorted(set(years)) or _ANY_YEARS
    known = range(fixed[0].start.year, fixed[0].end.year + 1)[:_MOST_YEARS]
    if any(time.days is None and time.when.kind == "holiday" for time in (one, other)):
        return known  # a holiday comes every year: the one that the other date is in may be meant
    return [year for year in known if year in years] or sorted(set(years)) or known


def _lacks_a_year(time: Time) -> bool:
    return time.days is None and lacks_only_a_year(time.when)


def _in_year(time: Time, year: int, *, assumed: bool) -> Time:
    """Return a time that lacks only its year, resolved in that year if it has such a day; others as they are."""
    if not _lacks_a_year(time):
        return time
    start, end = days_of(replace(time.when, year=year, edge=""), None)
    known = start is not None and end is not None
    return time._replace(days=Stretch(start, end), assumed=assumed) if known else time  # type: ignore[arg-type]  # both known


def _judge_days(one: Time, other: Time) -> Verdict | None:
    if one.weekdays or other.weekdays:
        return _judge_weekdays(one, other)
    if one.days is None or other.days is None:
        return None
    relation = _relation(one, other)
    return None if relation is None else RULES.of(relation, _explained(one, other, relation))


def _judge_weekdays(one: Time, other: Time) -> Verdict | None:
    """Return what weekdays alone decide, where one side or both give no more."""
    mine, theirs = (time.weekdays or _weekdays_in(time.days) for time in (one, other))
    if not mine or not theirs:
        return None
    pair = quoted(_shown(one), _shown(other))
    if mine.isdisjoint(theirs):
        return WEEKDAY_RULES.of(_CONTRADICT, f"{pair} are different days of the week.")
    if not len(mine) == len(theirs) == 1:
        return None
    relation = _AGREE if one.weekdays and other.weekdays else _REFINE
    return WEEKDAY_RULES.of(relation, f"{pair} are the same day of the week.")


def _weekdays_in(days: Stretch | None) -> frozenset[int]:
    if days is None:
        return frozenset()
    length = min((days.end - days.start).days + 1, _DAYS_A_WEEK)
    return frozenset((days.start + timedelta(days=step)).weekday() for step in range(length))


def _relation(one: Time, other: Time) -> ConflictRelation | None:
    """Return how two times whose days are known stand to each other."""
    if {one.side, other.side} == {"until", "from"}:
        return _opposite(one, other)
    if one.days == other.days and one.when.edge != other.when.edge:
        return _same_days(one, other)
    mine, theirs = _meant(one), _meant(other)
    if one.when.edge == other.when.edge and _is_open(mine) and _is_open(theirs):
        return _AGREE if mine == theirs else None
    return _nested(mine, theirs, slack=_slack(one) + _slack(other))


def _nested(mine: Stretch, theirs: Stretch, *, slack: timedelta) -> ConflictRelation | None:
    """Return how two stretches of days stand to each other; None when they overlap, or nearly."""
    if mine == theirs:
        return _AGREE
    if mine.holds(theirs) or theirs.holds(mine):
        return _REFINE
    gap = max(mine.start, theirs.start) - min(mine.end, theirs.end)
    return _CONTRADICT if gap > slack else None


def _opposite(one: Time, other: Time) -> ConflictRelation | None:
    """Return whether something that is over by one time can start from the other; that it can decides nothing."""
    until, since = (one, other) if one.side == "until" else (other, one)
    return _CONTRADICT if _meant(until).end < _meant(since).start else None


def _same_days(one: Time, other: Time) -> ConflictRelation | None:
    """Return how parts or sides of the same days stand to each other: "early" and "late" November."""
    edges = {one.when.edge, other.when.edge}
    if edges in ({"early", "late"}, {"before", "after"}):
        return None if _is_moving(one) or _is_moving(other) else _CONTRADICT
    if "" in edges and not edges & {"before", "after"}:
        return _REFINE
    return _REFINE if "until" in {one.side, other.side} and edges == {"", "before"} else None


def _meant(time: Time) -> Stretch:
    """Return the days that the words leave: those before, after or in a part of what they name."""
    start, end = time.days or Stretch(date.min, date.max)
    edge, half = time.when.edge, (end - start) / 2
    near = time.text.startswith(_AT_ONCE)
    if edge == "before":
        last = start - timedelta(days=1)
        return Stretch(last - _SHORTLY if near else date.min, last)
    if edge == "after":
        first = end + timedelta(days=1)
        return Stretch(first, first + _SHORTLY if near else date.max)
    if _is_moving(time):
        return Stretch(start, end)
    if edge == "early":
        return Stretch(start, start + half)
    return Stretch(start + half, end) if edge == "late" else Stretch(start, end)


def _is_moving(time: Time) -> bool:
    """Return whether "earlier" or "later" leaves open which part of the time is meant."""
    return time.text.startswith(("earlier", "later"))


def _is_open(days: Stretch) -> bool:
    return days.start == date.min or days.end == date.max


def _slack(time: Time) -> timedelta:
    if time.when.season is not None and not time.when.season.startswith("q"):
        return _SEASON_SLACK
    return _WEEK_SLACK if time.when.unit in {"week", "past week"} else timedelta()


def _explained(one: Time, other: Time, relation: ConflictRelation) -> str:
    pair = quoted(_shown(one), _shown(other))
    if relation is _AGREE:
        return f"{pair} are the same time."
    return f"{pair} fit together, and one is finer." if relation is _REFINE else f"{pair} do not meet."


def _shown(time: Time) -> str:
    """Return the words, with the days they stand for."""
    if time.days is None or time.assumed:
        return time.surface
    start, end = time.days
    return f"{time.surface} [{start}]" if start == end else f"{time.surface} [{start} to {end}]"
