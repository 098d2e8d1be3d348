"""Does the article itself give a name in full, or did the model complete it from elsewhere?"""

from __future__ import annotations

import re

from summariser.fold import fold
from summariser.ground.page import Page
from summariser.normalise import name_tokens

_MOST_BETWEEN = 2
"""Most words that may stand between a given name and a surname: initials, a nickname."""


def is_known(name: str, page: Page) -> bool:
    """Return whether the article gives `name` itself, and not only a part of it.

    A quote that says "Witkoff" shows that Steve Witkoff is meant, if the article
    somewhere calls him so; it does not show a "Mike Witkoff". Names of one word,
    groups described in lower case ("coastal mayors"), and names that the article
    words altogether otherwise (an abbreviation, a demonym) have no such parts.
    """
    if page.evidence(name):
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", fold(name)) if name_tokens(word)]
    if len(words) < 2 or any(word[:1].islower() for word in name.split()):  # noqa: PLR2004 - a pair
        return True
    first, last = words[0], words[-1]
    if not re.search(rf"\b{last}\b", page.folded_body):
        return True
    between = rf"\W+(?:\w+\W+){{0,{_MOST_BETWEEN}}}"
    return re.search(rf"\b{first}{between}{last}\b", page.folded_body) is not None
