"""Proof: a quote becomes spans of the text, a record is kept or gets the reason why not."""

from summariser.ground.page import Page
from summariser.ground.prove import (
    Failure,
    Proof,
    candidate_sentences,
    ground,
    prove,
    same_identity,
    values_of,
)
from summariser.ground.quotes import find_quote, find_quotes
from summariser.ground.sentences import sentences

__all__ = [
    "Failure",
    "Page",
    "Proof",
    "candidate_sentences",
    "find_quote",
    "find_quotes",
    "ground",
    "prove",
    "same_identity",
    "sentences",
    "values_of",
]
