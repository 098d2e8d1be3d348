"""What kind of plan is read: the term categories and the holidays of a profile."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

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
        month: 1 to 12; None for a feast that moves with Easter.
        day: Day of the month, for a fixed date.
        weekday: 0 (Monday) to 6, for a floating date.
        nth: Which such weekday of the month, 1 to 5; -1 for the last.
        easter: Days after Easter Sunday of the western churches, for a feast that moves with it.
    """

    name: str
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    easter: int | None = None


class Area(Frozen):
    """A place and places in it, as a profile's table lists them: `"Donbas" = ["Donetsk", "Luhansk"]`."""

    name: str
    parts: tuple[str, ...]


def _areas(table: object) -> object:
    if not isinstance(table, dict):
        return table
    return tuple({"name": name, "parts": parts} for name, parts in table.items())


Areas = Annotated[tuple[Area, ...], BeforeValidator(_areas)]
"""Areas, written as a table from names to parts."""


class Profile(Frozen):
    """A kind of plan: its name, categories (first match wins), holidays, and the places it is about.

    Attributes:
        places: Places that such plans divide, and all the parts of each: a list of
            all parts means the whole.
        towns: Places, and some of what lies in each.
    """

    name: str
    title: str
    sha256: str
    categories: tuple[Category, ...]
    holidays: tuple[Holiday, ...] = ()
    places: Areas = ()
    towns: Areas = ()

    def __hash__(self) -> int:
        """Hash by the file's digest: a profile is looked up for every request, and all its words need not be read."""
        return hash(self.sha256)

    def values(self, attribute: str) -> tuple[str, ...]:
        """Return the labels a `FromProfile` field may carry."""
        return tuple(item.name for item in getattr(self, attribute))
