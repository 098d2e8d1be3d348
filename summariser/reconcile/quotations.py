"""Words that articles put into one speaker's mouth differently: the same sentence, quoted twice and not alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from summariser.normalise.wording import token_f1, words
from summariser.reconcile.articles import Corpus, Item
from summariser.reconcile.claims import claim_of
from summariser.reconcile.dossier import Claim
from summariser.reconcile.relate import Findings, Subject, relate
from summariser.reconcile.slots import Slots
from summariser.reconcile.unions import Unions
from summariser.reconcile.verdict import Verdict
from summariser.records.vocabulary import ConflictRelation, DisputeType

SHORTEST = 4
"""Words with meaning that a quotation needs to be told from a turn of phrase."""

_ALIKE = 0.5
"""Share of words from which two quotations of one speaker may be one sentence."""

_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]{10,400})[”\"“»]")


def quotations(corpus: Corpus, slots: Slots) -> Findings:
    """Return where articles quote one sentence of one speaker alike, and where in other words.

    Two quotations are of one sentence when they share half their words and the
    articles do not date them apart.
    """
    found = [
        relate(_subject(actor, corpus), [claim for claim, _ in said], _compare, corpus.sources)
        for actor, group in sorted(_quoted(corpus).items())
        for said in _sentences(group, slots)
    ]
    return Findings(
        tuple(conflict for each in found for conflict in each.conflicts),
        tuple(agreement for each in found for agreement in each.agreements),
    )


def _quoted(corpus: Corpus) -> dict[str, list[tuple[Claim, Item]]]:
    quoted: dict[str, list[tuple[Claim, Item]]] = defaultdict(list)
    for item in corpus.items("reactions"):
        for text in dict.fromkeys(_passages(item)):
            actor = corpus.actor(item.document, item.record.speaker)
            quoted[actor].append((claim_of(item, corpus, "quote", text), item))
    return quoted


def _passages(item: Item) -> Iterator[str]:
    """Yield what stands in quotation marks in a reaction's evidence, long enough to be a sentence of the speaker's."""
    for evidence in item.kept.evidence:
        for match in _QUOTED.finditer(evidence.quote):
            text = " ".join(match[1].split()).strip(" ,.")
            if len(words(text)) >= SHORTEST:
                yield text


def _sentences(group: list[tuple[Claim, Item]], slots: Slots) -> list[list[tuple[Claim, Item]]]:
    """Return quotations in groups that may be one sentence each."""
    unions: Unions[int] = Unions(range(len(group)))
    for one, other in combinations(range(len(group)), 2):
        if _may_be_one(group[one], group[other], slots):
            unions.join(one, other)
    return [[group[place] for place in part] for part in unions.groups() if len(part) > 1]


def _may_be_one(one: tuple[Claim, Item], other: tuple[Claim, Item], slots: Slots) -> bool:
    if one[0].document == other[0].document or token_f1(one[0].value, other[0].value) < _ALIKE:
        return False
    verdict = slots.compare_fields("when", one[1], other[1])
    return verdict is None or verdict.relation is not ConflictRelation.CONTRADICT


def _subject(actor: str, corpus: Corpus) -> Subject:
    name = corpus.name(actor)
    return Subject(actor, name, f"What exactly did {name} say?", DisputeType.QUOTE_WORDING)


def _compare(one: Claim, other: Claim) -> Verdict | None:
    """Compare two quotations of one sentence: a part of it is no other wording."""
    mine, theirs = words(one.value), words(other.value)
    pair = " / ".join(sorted((f"“{one.value}”", f"“{other.value}”")))
    if mine == theirs:
        return Verdict(ConflictRelation.AGREE, "quote.same", pair)
    short, long = sorted((" ".join(mine), " ".join(theirs)), key=len)
    if f" {short} " in f" {long} ":
        return Verdict(ConflictRelation.REFINE, "quote.part", pair)
    return Verdict(ConflictRelation.CONTRADICT, "quote.apart", pair)
