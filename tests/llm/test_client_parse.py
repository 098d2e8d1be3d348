"""From the text of an answer to validated drafts."""

from __future__ import annotations

import pytest

from summariser.errors import InvalidAnswerError
from summariser.llm.client import parse
from summariser.llm.schema import answer_model
from summariser.profiles import load_profile
from summariser.records import BUILT_IN

ACTORS = answer_model(next(kind for kind in BUILT_IN if kind.name == "actors"), load_profile("peace"))


def test_an_answer_is_of_the_class_asked_for() -> None:
    """What instructor hands back is still one of the record type's answers."""
    assert isinstance(parse('{"records": []}', ACTORS), ACTORS)


def test_the_class_instructor_reads_into_is_made_once() -> None:
    """Making it costs ten times what reading an answer does, so two answers share it."""
    one, other = (parse('{"records": []}', ACTORS) for _ in range(2))

    assert type(one) is type(other)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"records": {}}', "records: must be a list"),
        ("{}", "records: the field is missing"),
        ('{"records": [], "Trump": 1}', "answer: has a field that the schema does not know"),
        ('{"records": ["Trump"]}', "records.0: must be an object"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(content: str, problem: str) -> None:
    """A problem names the place and a fixed sentence: no wording of a library, no word of the answer."""
    with pytest.raises(InvalidAnswerError) as caught:
        parse(content, ACTORS)

    assert caught.value.problems == (problem,)
    assert caught.value.content == content
