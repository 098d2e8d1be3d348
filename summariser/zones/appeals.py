"""Tells lines in which the page speaks to its reader: legal notices, and requests to subscribe or buy."""

from __future__ import annotations

import re

from summariser.zones import vocabulary as words
from summariser.zones.features import Unit
from summariser.zones.vocabulary import pattern, phrases

_LONGEST = 90
_SHORT = 12
_LEAST = 2


def is_notice(unit: Unit) -> bool | None:
    """Return whether a unit is a legal notice for sure (True), perhaps (False), or not at all (None).

    An article on privacy or copyright uses the same words, so without a
    copyright mark it takes two of them, in a sentence to the reader.
    """
    if unit.words > 2 * _LONGEST:
        return None
    if "©" in unit.text or not _HOLDS.isdisjoint(unit.tokens):
        marked = _MARK.match(unit.text)
        if marked or _RIGHTS.search(unit.text):
            return marked is not None or unit.words <= _SHORT
    if _LEGAL_WORDS.isdisjoint(unit.tokens):
        return None
    plain = unit.text.casefold()
    score = len(set(_LEGAL.findall(plain)))
    fixed = score > 0 and _FIXED.search(plain)
    addressed = score >= _LEAST and (not unit.ends_sentence or _READER.search(plain))
    return False if fixed or addressed else None


def is_promotion(unit: Unit) -> bool | None:
    """Return whether a unit asks the reader for something: surely (True), perhaps (False), or not (None).

    It takes a request at the start of a sentence and the name of what is
    offered; speech in an article has the one, reports on media the other.
    """
    if unit.words > _LONGEST or _ASKING_WORDS.isdisjoint(unit.tokens):
        return None
    asks = len(_ASK.findall(unit.text))
    if not asks or not _SPEECH.isdisjoint(unit.tokens):
        return None
    plain = unit.text.casefold()
    offers = len(set(_OFFER.findall(plain)))
    hints = 0 if unit.ends_sentence and not offers else len(set(_HINT.findall(plain)))
    if asks + offers + hints < _LEAST:
        return None
    return asks + offers > _LEAST or (offers > 0 and not unit.ends_sentence)


def _first_words(rows: str) -> frozenset[str]:
    return frozenset(phrase.split()[0].casefold() for phrase in phrases(rows))


_RIGHTS_PHRASES = """
    all rights reserved, alle rechte vorbehalten, tous droits réservés, todos los derechos reservados
    tutti i diritti riservati, todos os direitos reservados, wszelkie prawa zastrzeżone, alle rechten voorbehouden
    усі права захищено, усі права захищені, всі права захищено, все права защищены
"""
_HOLDS = phrases(
    "copyright, c, rights, rechte, droits, derechos, diritti, direitos, prawa, rechten, права, 版权所有"
)
_MARK = re.compile(r"\W*(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4}))", re.IGNORECASE)
_RIGHTS = re.compile(
    rf"©\s*\d{{4}}|版权所有|{pattern(_RIGHTS_PHRASES).pattern}\s*(?:[.!|–—©-]|\d{{4}}|$)", re.IGNORECASE
)
_LEGAL_PHRASES = """
    privacy policy, privacy notice, terms of use, terms of service, terms and conditions, cookies, trademark
    personal data, personal information, your device, your consent, our partners, subject to change
    registered office, may receive compensation, affiliate links, affiliate commission, not responsible for
    no responsibility, external sites, external links, may not be reproduced, unsubscribe, disclaimer, powered by
    you are receiving this, your preferences, our standards, required fields, will not be published
"""
_LEGAL = pattern(_LEGAL_PHRASES)
_LEGAL_WORDS = frozenset(word for phrase in phrases(_LEGAL_PHRASES) for word in phrase.split())
_FIXED = pattern(
    "proudly powered by, your email, you are receiving this, registered office, our standards, this site, this website"
)
_READER = pattern("we, us, our, you, your, site, website, click, reader, readers")

_ASKS = """
    Sign up, Sign in, Log in, Subscribe, Register, Join, Download, Follow, Support, Donate, Click, Get, Try
    Become, Apply, Buy, Book, Shop, Start, Discover, Enjoy, Like us, Tell us, Have you got, Want, Was this
    Did you, Give, Will you support, Thanks for reading, Receive, Stay
"""
_ASK = re.compile(r"(?:^|[.!?:–—|]\s)" + words.pattern(_ASKS, ignore_case=False).pattern)
_SPEECH = phrases("said, says, told, asked, added")
_ASKING_WORDS = _first_words(_ASKS)
_OFFER = pattern("""
    newsletter, newsletters, your inbox, webinar, free trial, our app, the app, our journalism, a contribution
    new posts, explanatory journalism, independent journalism, my work, your interest, become a member
    become a subscriber, follow us, join us, our free, our daily, our weekly, our community, our channel
    our podcast, our whatsapp, our telegram, sign up here, click here, unlimited access, full access
    a subscription, a subscriber, your account, the discussion, email forwarded, breaking news
""")
_HINT = pattern("""
    today, here, now, free, whatsapp, telegram, facebook, instagram, subscribe, subscription, subscriber, our, us
""")
