"""Start a label sheet: a commented TOML file that shows every field, its labels, and how to choose between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summariser.document import Document
from summariser.prompts.guide import LabelList, field_lines, label_lists
from summariser.records import BUILT_IN, Profile, Record, RecordType

SCORED = tuple(kind for kind in BUILT_IN if kind.name != "gist")
"""The record types that are labelled."""

_NOT_LABELLED = frozenset(
    {"quotes", "plan_label", "affiliation", "visibility", "source_description", "resolution_in_text"}
)

COUNTS: Mapping[str, str] = {
    "plan_terms": "One bound party + one action, right or status + one object: what could be struck out alone. "
    "Required: stated as content of a plan. Optional: asked for by one person, a hope, or vague.",
    "actors": "Whoever drafts, negotiates, decides, carries, mediates, guarantees; reacts; or is bound by a required "
    "term. Required: named persons and bodies. Optional: nameless sources, generic groups, outlets.",
    "reactions": "One item per speaker, target, stance and occasion. Required: a named speaker, or officials of a "
    "named body, whose words, refusal, demand or aid are told. Optional: generic speakers, feelings without words.",
    "disputed_points": "A question that one holder in the article answers one way and another the other way. Required: "
    "both sides named, the same question. Optional: a generic side, or a clash that you infer.",
    "events": "One item per happening in the story of the plan. Required: with a time or place. Optional: without, "
    "background, fighting, polls, other politics.",
}
"""What is one item of each record type, and when it is required."""

TIE_BREAKS: Mapping[str, str] = {
    "plan_terms.plan": "a change is an item of its own, revised, beside the original, main",
    "plan_terms.topic": "two to four nouns of the article, no value",
    "plan_terms.obligor": "who must act, refrain, give or accept; not who benefits; [] when the article does not say",
    "plan_terms.force": "a party that bars itself: prohibition; a benefit promised: entitlement; bodies, elections, "
    "timetables: procedural; a removed term keeps the force it had",
    "plan_terms.condition": "only an if-clause of the plan itself",
    "plan_terms.status": "asked for and nowhere said to be in the text: demanded; a critic's no changes nothing",
    "actors.surface_forms": "every wording that has the name; a nameless group has its wording",
    "actors.type": "a capital or seat that acts is a wording of its government or body",
    "actors.primary_role": "first that fits: drafter, decision_maker, negotiator, messenger, mediator, guarantor, "
    "belligerent, ally, critic_or_supporter, analyst, source, publisher, mentioned",
    "actors.country": "leave it out for a government",
    "actors.office_as_stated": "the longest wording; the others into alternates; never corrected",
    "reactions.target": "a named term: term; secrecy, talks, deadline: process; someone blamed or helped: actor; "
    "two fit: what most of the quoted words are about",
    "reactions.stance": "towards that target; presses others to accept: support; asks for changes: concern; "
    "talks, with red lines: conditional_support",
    "reactions.act": "a step beats words; money or arms named: aid_measure; else the verb",
    "disputed_points.type": "one number, date, place, name or office decides it: that type; else the evaluative one",
    "disputed_points.positions": "one per answer, with who puts it most clearly",
    "events.kind": "first that fits: leak, post, deadline, poll, military, call, presentation, drafting, meeting, "
    "consultation, decision, speech, visit, other",
    "events.participants": "who took part, not whom it concerns",
    "events.places": "where it happened; a seat that stands for its government is no place",
}
"""How to choose where two values fit, by record type and field."""

_HEAD = """\
# Label sheet. Copy the lines that begin with [[…]] once per item, take the "# " away, and fill in; delete the fields
# that you leave open. An empty text is "the article does not say". Items may go without an id.
#
# quotes      sets of passages, copied character by character; one set proves the item, each further set says it again:
#             quotes = [['''first passage''', '''second one'''], ['''the same said elsewhere''']]
# required    false: right if reported, no fault if not.
# alternates  further values that are equally right, a list of them for each field. Stands before [….record]:
#             alternates = {{ force = ["conditional"], obligor = [["Marenka"], []], "attribution.form" = ["document"] }}
#
# `summarise gold lint --fix {name}` finds the quotes in the article and writes the gold file.
# A record type that has no item here is neither asked for nor scored; where you looked and there is nothing, say so
# with an empty list above the first item, such as  disputed_points = []
# The guideline, with everything below at length: evals/README.md.

document = "{document}"
profile = "{profile}"
article = {article!r}
held_out = false
"""

_TRAPS = """
# --- traps: what must not be reported -------------------------------------------------------------------
# [[traps]]
# kind = "lookalike"   # furniture | placeholder | lookalike | wrong_merge
# quotes = ['''…''']
# types = ["plan_terms"]   # record types it is a trap for; [] for all
# names = []   # wrong_merge: the two actors
# note = ""
"""


def new_sheet(
    document: Document, article: str, profile: Profile, record_types: Sequence[RecordType] = SCORED
) -> str:
    """Return an empty label sheet for an article.

    Args:
        document: The article.
        article: Its path from where the sheet will lie.
        profile: The kind of plan.
        record_types: What is labelled.
    """
    head = _HEAD.format(
        name=f"{document.id}.toml", document=document.id, profile=profile.name, article=article
    )
    return head + "".join("\n".join(_block(kind, profile)) + "\n" for kind in record_types) + _TRAPS


def _block(kind: RecordType, profile: Profile) -> Iterator[str]:
    yield ""
    yield f"# --- {kind.name} ".ljust(104, "-")
    for line in _wrapped(COUNTS.get(kind.name, kind.model.__doc__ or "")):
        yield f"# {line}"
    labels = {listed.name: listed for listed in label_lists(kind.model, profile)}
    for listed in labels.values():
        if listed.name.rpartition(".")[2] not in _NOT_LABELLED:
            yield from _labels(listed)
    yield "#"
    yield f"# [[{kind.name}]]"
    yield f'# id = "{kind.name[0]}1"'
    yield "# required = true"
    yield "# quotes = [['''…''']]"
    yield f"# [{kind.name}.record]"
    yield from _fields(kind, kind.model)


def _labels(listed: LabelList) -> Iterator[str]:
    yield "#"
    yield f"# {listed.name}:"
    for label in listed.labels:
        tie = f" [{label.tie_break}]" if label.tie_break else ""
        for number, line in enumerate(_wrapped(f"{label.value}: {label.definition}{tie}", width=96)):
            yield f"#   {'  ' if number else ''}{line}"


def _fields(kind: RecordType, model: type[Record]) -> Iterator[str]:
    """Yield a commented line per field, with an empty value of its kind and how to choose."""
    for line in field_lines(model):
        name = line.path.rpartition(".")[2]
        if name in _NOT_LABELLED or line.path.startswith("positions[]."):
            continue
        if line.kind.startswith("object"):
            yield f'# {name} = {{ speaker = "", form = "", via = [] }}'
            yield "#   # leave it out when the article itself says it"
            continue
        if line.kind.startswith("list of objects"):
            yield f'# {name} = [{{ holder = "", claim = "" }}, {{ holder = "", claim = "" }}]'
        elif "." not in line.path:
            yield f"# {name} = {'[]' if line.kind.startswith('list') else repr('')}"
        tie = TIE_BREAKS.get(f"{kind.name}.{line.path}")
        if tie:
            yield from (f"#   # {part}" for part in _wrapped(tie, width=92))


def _wrapped(text: str, *, width: int = 100) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
