"""What kind of plan is read: the term categories and the holidays of a profile."""

from __future__ import annotations

from summariser.document import Frozen


class Category(Frozen):
    """One term category.

    Attributes:
        name: The label.
        definition: What belongs to it, for the model and the labeller.
        tie_break: Which category wins where two fit; "" when none is needed.
        anchor: The matching codes of PA-X, UCDP or PAM; "" when it is an extension.
    """

    name: str
    definition: str
    tie_break: str = ""
    anchor: str = ""


class Holiday(Frozen):
    """A day of the year that articles name without a date.

    Attributes:
        name: As articles write it, such as `Thanksgiving`.
        month: 1 to 12.
        day: Day of the month, for a fixed date.
        weekday: 0 (Monday) to 6, for a floating date.
        nth: Which such weekday of the month, 1 to 5; -1 for the last.
    """

    name: str
    month: int
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None


class Profile(Frozen):
    """A kind of plan: its name, categories (first match wins) and holidays."""

    name: str
    title: str
    sha256: str
    categories: tuple[Category, ...]
    holidays: tuple[Holiday, ...] = ()

    def values(self, attribute: str) -> tuple[str, ...]:
        """Return the labels a `FromProfile` field may carry."""
        return tuple(item.name for item in getattr(self, attribute))
