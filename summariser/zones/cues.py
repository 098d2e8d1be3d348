"""What a unit shows by its own words alone: the zone its words name, if any."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from summariser.document import Zone
from summariser.zones import vocabulary as words
from summariser.zones.appeals import is_notice, is_promotion
from summariser.zones.datelines import date_kind
from summariser.zones.features import Unit
from summariser.zones.names import is_names
from summariser.zones.vocabulary import pattern, phrases

_SHORT = 12
_LONG = 90
_LONGEST_BYLINE = 30
_EXCERPT = 400
_MENU_PARTS = 3
_MENU_WORDS = 4


class Cue(NamedTuple):
    """A zone that a unit's words speak for.

    Attributes:
        zone: The zone.
        sure: Whether the words hold anywhere on the page; if not, they are
            believed only outside the article, where no paragraph can be lost.
    """

    zone: Zone
    sure: bool = True


def cue(unit: Unit) -> Cue | None:
    """Return what the first rule that knows the unit's words says, or None."""
    for rule in _RULES:
        found = rule(unit)
        if found is not None:
            return found
    return None


def placeholder(unit: Unit) -> Cue | None:
    """Return the cue of filler text that a template left behind."""
    filler = unit.words <= _SHORT or not _FILLER.isdisjoint(unit.tokens)
    return Cue(Zone.PLACEHOLDER) if filler and _PLACEHOLDER.search(unit.text[:_EXCERPT]) else None


def whole_line(unit: Unit) -> Cue | None:
    """Return the cue of a line that is nothing but a control, an advertisement or a legal link."""
    if unit.words > _SHORT or len(unit.text) > _EXCERPT:
        return None
    bare = words.key(unit.text)
    zone = _whole_zone(bare)
    if zone is not None:
        return Cue(zone, sure=bare not in words.AMBIGUOUS)
    return Cue(Zone.NAV) if _CONTROL.search(unit.text) or _HANDLE.fullmatch(unit.text) else None


def _whole_zone(bare: str) -> Zone | None:
    return next((zone for table, zone in _WHOLE_LINES if bare in table), None)


def menu(unit: Unit) -> Cue | None:
    """Return the cue of menu entries or breadcrumbs on one line.

    Cells of a table look alike, so entries with figures are no menu, nor are
    lines that open with a bar as Markdown rows do.
    """
    if unit.text.startswith("|") or unit.ends_sentence or unit.words > _LONG:
        return None
    parts = _SEPARATOR.split(unit.text)
    zones = [
        _whole_zone(words.key(part)) or (Zone.NAV if _PREFERENCES.search(part) else None) for part in parts
    ]
    if len(parts) > 1 and None not in zones:
        return Cue(Zone.FOOTER_LEGAL if Zone.FOOTER_LEGAL in zones else Zone.NAV)
    short = all(0 < len(part.split()) <= _MENU_WORDS and not any(map(str.isdigit, part)) for part in parts)
    return Cue(Zone.NAV, sure=False) if len(parts) >= _MENU_PARTS and short else None


def date_line(unit: Unit) -> Cue | None:
    """Return the cue of a date or a clock; not sure of a mere date, which may head part of a chronology."""
    kind = date_kind(unit.text)
    if kind is None and unit.words <= _SHORT:  # "… 9.30pm, The Courier"
        when, _, publisher = unit.text.rpartition(", ")
        signed = publisher.replace(" ", "").isalpha() and is_names(publisher)
        kind = "page" if signed and date_kind(when) == "page" else None
    return Cue(Zone.DATELINE, sure=kind == "page") if kind else None


def credit(unit: Unit) -> Cue | None:
    """Return the cue of a line that says who wrote the article; not sure of "By", as in "By Land and Sea"."""
    if _REPORTING.match(unit.text):
        return Cue(Zone.BYLINE)
    if _POSTED.match(unit.text):
        return Cue(Zone.DATELINE)
    opening = _BY.match(unit.text) if unit.words <= _LONGEST_BYLINE and not unit.ends_sentence else None
    return Cue(Zone.BYLINE, sure=False) if opening and is_names(unit.text[opening.end() :]) else None


def label(unit: Unit) -> Cue | None:
    """Return the cue of a line that opens with a furniture word and a colon, comma or bar."""
    match = _LABEL.match(unit.text)
    zone = words.LABELS.get(words.key(match[1])) if match else None
    if match is None or zone is None or unit.words > _LONG:
        return None
    if match[2] == "," and not (zone is Zone.CAPTION and " " in match[1]):
        return None
    return Cue(zone, sure=zone not in _LOOSE) if _fits(zone, unit, unit.text[match.end() :]) else None


_LOOSE = (Zone.NAV, Zone.SOURCES_LIST)


def _fits(zone: Zone, unit: Unit, rest: str) -> bool:
    """Return whether what follows a label is what the label promises."""
    if zone is Zone.BYLINE:
        return is_names(rest) and not unit.ends_sentence
    if zone is Zone.DATELINE:
        return date_kind(rest) is not None
    if zone is Zone.RELATED_LINK:
        return unit.sentences <= 1 and unit.ending != "."
    return unit.sentences <= 1 or zone is not Zone.SOURCES_LIST


def picture(unit: Unit) -> Cue | None:
    """Return the cue of a caption that ends in a picture credit, or of a Markdown image."""
    if _IMAGE.match(unit.text) or _AGENCY_ALONE.fullmatch(unit.text):
        return Cue(Zone.CAPTION)
    named = unit.words <= _LONG and not _CREDIT_WORDS.isdisjoint(unit.tokens)
    return Cue(Zone.CAPTION) if named and _CREDITED.search(unit.text[-_CREDIT_TAIL:]) else None


def link(unit: Unit) -> Cue | None:
    """Return the cue of one Markdown link, one address on the web, or an encyclopedia's note."""
    if unit.text.startswith("^ "):
        return Cue(Zone.SOURCES_LIST)
    if _LINK.fullmatch(unit.text):
        return Cue(Zone.NAV if "](#" in unit.text else Zone.RELATED_LINK)
    return None


def legal(unit: Unit) -> Cue | None:
    """Return the cue of copyright notices, terms, consent banners and mail footers."""
    found = is_notice(unit)
    return None if found is None else Cue(Zone.FOOTER_LEGAL, sure=found)


def promotion(unit: Unit) -> Cue | None:
    """Return the cue of a request to subscribe, register, follow or buy."""
    found = is_promotion(unit)
    return None if found is None else Cue(Zone.PROMO_AD, sure=found)


Rule = Callable[[Unit], Cue | None]
_RULES: tuple[Rule, ...] = (
    placeholder,
    whole_line,
    picture,
    date_line,
    credit,
    label,
    legal,
    promotion,
    menu,
    link,
)

_WHOLE_LINES = (
    (words.CONTROLS, Zone.NAV),
    (words.PROMOTIONS, Zone.PROMO_AD),
    (words.LEGAL_LINES, Zone.FOOTER_LEGAL),
)
_FILLER = frozenset({"lorem", "dolor"})
_PLACEHOLDER = re.compile(
    r"lorem ipsum|dolor sit amet"
    r"|^\W*(?:placeholder(?: alt)?(?: text| image)?|alt text|image placeholder|untitled|undefined)\W*$",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"\b(?:button|arrow) icon\b"
    r"|\bmin(?:ute)?s?[ -]read$|^(?:temps de lecture|lesezeit|czas czytania|tiempo de lectura)\b"
    r"|\b(?:di lettura|de lectura|de leitura)$|^share (?:\w+ ){0,2}(?:on|via|to) \w+$"
    r"|^(?:(?:read|view|see|show|all) ){0,2}[\d.,]+[km]? (?:shares?|likes?|views?|comments?|retweets?)$"
    r"|^#\w+(?:\s#\w+)*$"
    r"|^leave a (?:reply|comment)$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[\w.+-]+@[\w.-]+|@\w+")
_SEPARATOR = re.compile(r"\s[|·•›»>→/]\s|\s{3,}|\t")
_PREFERENCES = re.compile(r"\b(?:preferences|unsubscribe|privacy|cookies?)\b", re.IGNORECASE)

_REPORTING = re.compile(
    r"\W{0,2}(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written) by\b",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?i:posted|published|updated) (?:on )?.{4,30}\b(?i:by) [^\W\d_a-z]")
_BY = re.compile(
    r"(?:(?:words |text |story |photography |photographs |photos |interview )?by:?"
    r"|von|par|por|di|da|door|av|af|autor:|від)(?:\s+|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\W\d_]{0,4}([^\W\d_][^:|,\n]{1,28}?)\s?([:|,])\s*(?=\S|$)")

_IMAGE = re.compile(r"!\[[^\]]{0,400}\]")
_AGENCY = pattern(words.AGENCIES).pattern
_AGENCY_ALONE = re.compile(rf"(?:©\s*)?{_AGENCY}(?:\s?/\s?[\w .-]{{2,40}})?", re.IGNORECASE)
_CREDIT_TAIL = 90
_PICTURE = r"\b(?:photo|photograph|image|picture|illustration|foto|bild|фото)s?"
_CREDITED = re.compile(
    rf"(?:[./|—–©(]\s*|\bvia\s+){_AGENCY}\W*$"  # … in Moscow.Getty Images
    rf"|{_PICTURE}(?:\s(?:by|credit|from))?\s?[:/]\s*[^.!?:]{{2,60}}\W*$"  # Photograph: Lena Vos
    rf"|{_PICTURE} by [^.!?:]{{2,60}}$"
    r"|\bfot\.\s[^.!?:]{2,60}$"
    r"|\((?:photo|ap photo|image|foto)\b[^()]{2,70}\)\W*$"
    rf"|{_AGENCY}\s?/\s?[\w .-]{{2,40}}$",
    re.IGNORECASE,
)
_CREDIT_WORDS = phrases(
    "photo, photos, photograph, image, picture, illustration, foto, fotos, fot, bild, фото"
) | {word for name in phrases(words.AGENCIES) for word in name.replace("-", " ").split()}
_LINK = re.compile(r"[*-]?\s*\[[^\]]{1,300}\]\([^)]{1,600}\)|(?:https?://|www\.)\S+")
