"""The report for reading says what was found, in an order that helps, and what was not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summariser.ledger import InputRow, Run, State
from summariser.records import ArticleSummary
from summariser.report.contents import Contents, contents
from summariser.report.markdown import write


@pytest.fixture(scope="module")
def report(results: Contents) -> str:
    """Return the report of the hand-made run."""
    return write(results)["report.md"].decode("utf-8")


def test_opens_with_provenance(report: str) -> None:
    """A reader learns first which model answered, how, and of how many inputs."""
    head = report.partition("## Articles")[0]

    assert "- Model: some-model\n" in head
    assert "- Answers: batch (answered through a Batch file), live (asked of the model)\n" in head
    assert "- Inputs: 3 (1 summarised, 1 partial, 1 rejected-input)\n" in head
    assert "- Records: 11 kept, 2 rejected\n" in head


def test_inputs_without_records_are_listed(report: str) -> None:
    """A file that could not be read is in the report, with the reason."""
    assert "| seeds/broken.txt | rejected-input | encoding: byte 7 is no UTF-8 |" in report


def test_a_failed_record_type_is_told(report: str) -> None:
    """A reader sees that events are missing because the model declined, not because there were none."""
    assert "- **Note:** Not answered: events (refused)." in report


def test_terms_are_grouped_by_category_in_the_order_of_the_article(report: str) -> None:
    """Categories come as the article brings them up."""
    headings = [line for line in report.splitlines() if line.startswith("#### ")]

    assert headings == [
        "#### Territory status",
        "#### Force limits",
        "#### Sanctions reintegration",
        "#### Territory status",
    ]


def test_a_term_has_its_quote_and_place(report: str) -> None:
    """A statement stands with what was computed from it and the words that prove it."""
    assert (
        "- **army size cap**: Ukraine caps its military at 100,000 troops.\n"
        "\n"
        "  *obligation, proposed, asserted* · binds: Ukraine · value: “100,000 troops” = 100,000 troop\n"
        "\n"
        "  > cap its military at 100,000 troops `1276–1310`\n"
    ) in report


def test_actors_are_a_table(report: str) -> None:
    """Actors are shown with their office exactly as stated."""
    office = "Mr. Trump’s Middle East envoy"

    assert f"| Steve Witkoff | person | drafter | {office} | U.S. | Mr. Witkoff | `819–863` |" in report


def test_each_position_has_its_own_quote(report: str) -> None:
    """In a disputed point the quotes stand under the position they prove."""
    point = report.partition("**Is the plan peace or capitulation?**")[2].partition("###")[0]
    lines = [line.strip() for line in point.splitlines() if line.strip()]

    assert lines[1:] == [
        "- **Mr. Zelensky**: It is capitulation.",
        "source: Mr. Zelensky (partial quote)",
        "> Mr. Zelensky rejected it outright, calling it “capitulation disguised as peace,” `1454–1534`",
        "- **Karoline Leavitt**: It saves lives.",
        "> “The plan saves lives `3498–3519`",
    ]


def test_events_are_in_the_order_of_their_dates(report: str) -> None:
    """Dated events come first, by date; those without a date follow."""
    assert report.index("- **2025-11-23** presentation") < report.index("- **Undated** leak")


def test_rejected_records_are_told_with_their_reason(report: str) -> None:
    """What the article does not prove is shown as such."""
    assert (
        "- events: **Trump calls Putin.** (a quote is not in the article, word for word: called Putin)"
        in report
    )


def test_times_and_cost_stay_in_the_ledger(report: str) -> None:
    """Nothing that differs from run to run is in the report."""
    assert "0.0213" not in report
    assert "2025-12-01" not in report


def test_a_run_without_articles_has_a_report(results: Contents) -> None:
    """When no article was answered, the report says so and lists the inputs."""
    rows = tuple(row for row in results.rows if row.document is None)

    report = write(results._replace(summaries=(), rows=rows))["report.md"].decode()

    assert report.startswith("# Report on 0 articles\n")
    assert "seeds/broken.txt" in report


def test_what_differs_between_attempts_stays_in_the_ledger(
    summary_000: ArticleSummary, make_run: Callable[..., Run]
) -> None:
    """A failure is shown with its state; how often and how it failed is in run.json."""
    failed = InputRow(path="c.txt", document="c", state=State.FAILED, detail="503 after 4 attempts")

    report = write(contents([summary_000], make_run([summary_000], failed)))["report.md"].decode()

    assert "| c.txt | failed | no usable answer after all attempts |" in report
    assert "503" not in report


def test_a_quote_given_with_other_marks_stays_with_its_position(
    summary_000: ArticleSummary, make_run: Callable[..., Run]
) -> None:
    """A model that re-types quotation marks or leaves words out still gets its quotes shown in place."""
    (point,) = summary_000.disputed_points
    first, second = point.record.positions
    retyped = second.model_copy(update={"quotes": ['He said ... "The plan saves lives']})
    record = point.record.model_copy(update={"positions": [first, retyped]})
    lists = {**summary_000.records, "disputed_points": (point.model_copy(update={"record": record}),)}
    summary = summary_000.model_copy(update={"records": lists})

    report = write(contents([summary], make_run([summary])))["report.md"].decode()

    assert "  - **Karoline Leavitt**: It saves lives.\n\n    > “The plan saves lives" in report
