"""Words that turn or bound a meaning: negations, bars, conditions, pronouns, titles, new subjects.

English tables; in another language none of them matches, so nothing is rejected by them.
"""

from __future__ import annotations

import re

_NOT = (
    r"not(?! only| just| least| merely| simply)|\w+n't|cannot|never|no(?! doubt)|neither|nor|none|nothing|nobody|"
    r"nowhere|without"
)
_BAR = (
    r"refus(?:e[sd]?|ing|al)|reject(?:s|ed|ing|ion)?|den(?:y|ies|ied|ying|ial)|bar(?:s|red|ring)?|"
    r"forbid(?:s|den|ding)?|forbade|ban(?:s|ned|ning)?|prohibit(?:s|ed|ing|ion)?|prevent(?:s|ed|ing)?|"
    r"fail(?:s|ed|ing)? to|rul(?:e[sd]?|ing) out|declin(?:e[sd]?|ing) to|block(?:s|ed|ing)?|unlikely|hardly|"
    r"fore?sw(?:ear|ears|ore|orn|earing)|renounc(?:e[sd]?|ing)|abandon(?:s|ed|ing)?"
)
_LIMIT = (
    r"abandon\w*|for[e]?sw\w+|renounc\w*|withdr\w*|remov\w*|drop(?:s|ped|ping)?|exclud\w*|exclusion|stop\w*|"
    r"ceas\w*|end(?:s|ed|ing)?|limit\w*|cap(?:s|ped|ping)?|reduc\w*|strip\w*|avoid\w*|oppos\w*|against|"
    r"keep\w* out|cut\w*|halt\w*|revok\w*|amnesty|immun\w+|exempt\w*|free(?:d|s)?|non-?\w+|false|fallacy|"
    r"un(?:able|willing)|lack\w*|only|absen\w+|dismiss\w*|skip\w*|dodg\w*"
)

NEGATION = re.compile(rf"\b(?:{_NOT}|{_BAR})\b")
"""A negation or a bar, in folded text."""

TURN = re.compile(rf"\b(?:{_NOT}|{_BAR}|{_LIMIT})\b")
"""Any wording by which a sentence can carry a negative meaning, in folded text."""

CONDITION = re.compile(r"\b(?:if|unless|except|only|until|provided|otherwise|allegedly|reportedly)\b")
"""A condition or hedge whose loss would change what is said, in folded text."""

ANAPHOR = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|theirs|it|its|we|us|our|ours|i|my|mine|who|whose|"
    r"himself|herself|itself|themselves|both|mr|mrs|ms|dr|"
    r"presidents?|premiers?|chancellors?|ministers?|secretar(?:y|ies)|envoys?|ambassadors?|"
    r"spokes(?:man|woman|men|women|person|people)|officials?|leaders?|senators?|representatives?|lawmakers?|"
    r"generals?|chiefs?|advis[eo]rs?|aides?|delegates?|diplomats?|chair(?:man|woman|person)?|governors?|mayors?|"
    r"king|queen|pope|judges?|directors?|executives?|founders?|officers?|negotiators?|mediators?|"
    r"administration|government|cabinet|kremlin|white house|ministry|parliament|congress|senate|house|council|"
    r"commission|court|alliance|bloc|union|country|countries|nations?|states?|sides?|part(?:y|ies)|capitals?|"
    r"company|firm|fund|bank|agency|group|team|allies|critics|supporters|sources?|people|men|women|pair|trio)\b"
)
"""A pronoun or a title that can stand for someone named nearby, in folded text."""

_PREPOSITION = frozenset(
    "of in on at by for from to with without into onto over under between among against about after before since "
    "during through toward towards via near behind beyond despite including called named".split()
)
_SUBJECT_PRONOUN = frozenset("he she they we i it who".split())
_CONJUNCTION = frozenset(
    "and but while whereas although though because so yet when that which where or as".split()
)
_ASIDE = re.compile(r"^\s*([,(–—-])\s*(?!(?:and|but|or|so|yet|while)\b)[a-z].*?([,)–—-])\s*$", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*+(?=\s)")


def starts_new_subject(gap: str, before: str, after: str) -> bool:
    """Return whether skipping `gap` could hand the words `after` it to another subject than `before` has.

    A sentence that begins in the gap has its subject there. Inside one sentence
    a pronoun, a name that no preposition governs, or a clause opened by a
    conjunction can act. An aside between two commas or dashes hands the word back.

    >>> starts_new_subject(" on Monday. Russia ", "Ukraine met", "welcomed the plan")
    True
    >>> starts_new_subject(" of the government in Kyiv ", "A minister", "welcomed the plan")
    False
    >>> starts_new_subject(", which Russia wrote, ", "The plan", "caps the army")
    False
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(gap)]
    if ends:
        return bool(gap[ends[-1] :].strip()) or not after[:1].isupper()
    return not _is_aside(gap) and _can_act(_WORD.findall(before)[-1:], _WORD.findall(gap))


def _is_aside(gap: str) -> bool:
    """Return whether `gap` is an aside: opened and closed by the same kind of mark, not itself a clause."""
    match = _ASIDE.match(gap)
    return match is not None and (match[1] == match[2] or match[1] + match[2] == "()")


def _can_act(before: list[str], words: list[str]) -> bool:
    """Return whether one of `words`, inside one sentence, can be the subject of what follows."""
    for previous, word in zip([*(before or [""]), *words], words, strict=False):
        if word.lower() in _SUBJECT_PRONOUN:
            return True
        if word[0].isupper() and previous.islower() and previous not in _PREPOSITION | {"the"}:
            return True
        if previous.lower() in _CONJUNCTION and previous in words and word.lower() not in _PREPOSITION:
            return True
    return False
