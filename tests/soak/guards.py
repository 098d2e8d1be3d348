"""The guards of the package, each with a way to break it and the test that must notice."""

from __future__ import annotations

from typing import NamedTuple

from tests.soak.package import Edit


class Mutant(NamedTuple):
    """A broken guard.

    Attributes:
        name: What is broken.
        edit: How.
        test: What must fail then.
    """

    name: str
    edit: Edit
    test: str


def _store(name: str, file: str, old: str, new: str, test: str) -> Mutant:
    return Mutant(name, Edit(f"summariser/store/{file}", old, new), f"tests/store/{test}")


def _client(name: str, file: str, old: str, new: str, test: str) -> Mutant:
    return Mutant(name, Edit(f"summariser/llm/{file}", old, new), test)


_ACCOUNTS = "tests/soak/test_soak_accounts.py"
_AGAIN = "tests/soak/test_soak_again.py"
_GUARDS = "tests/soak/test_soak_guards.py"
_SANITISE = "tests/test_sanitise.py"

MUTANTS = (
    _store(
        "no fsync of commits",
        "schema.py",
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = OFF",
        "test_store_schema.py::test_a_new_file_is_marked_as_ours_and_durable",
    ),
    _store(
        "no fsync of files",
        "files.py",
        "            os.fsync(file.fileno())\n",
        "",
        "test_store_files.py",
    ),
    _store(
        "no claim",
        "claims.py",
        "                lock.acquire(blocking=False)\n",
        "",
        "test_store_claims.py",
    ),
    _store(
        "no row checksum",
        "rows.py",
        "    if len(texts) < len(parts) or given != checksum(*texts):",
        "    if len(texts) < len(parts):",
        "test_store_sqlite.py::test_a_damaged_row_counts_as_missing",
    ),
    _store(
        "mode 0600 dropped",
        "schema.py",
        "    path.chmod(0o600)\n",
        "    path.chmod(0o644)\n",
        "test_store_sqlite.py::test_every_file_is_private",
    ),
    _store(
        "newer releases' files opened",
        "schema.py",
        "    if version > newest:",
        "    if False:",
        "test_store_sqlite.py::test_refuses_the_file_of_a_newer_release",
    ),
    _store(
        "a second answer replaces the first",
        "sqlite.py",
        "if replace or self._intact(connection, row[0]) is None]",
        "]",
        "test_store_sqlite.py::test_keeps_the_first_answer",
    ),
    _store(
        "private fields of an answer kept",
        "stored.py",
        "    kept = {name: response[name] for name in _KEPT if name in response}\n",
        "    kept = dict(response)\n",
        "test_store_stored.py",
    ),
    _client(
        "no budget hold",
        "budget.py",
        "                    self.held += most\n",
        "                    self.held += 0 * most\n",
        f"{_ACCOUNTS}::test_no_budget_is_overrun",
    ),
    _client(
        "no settling at worst",
        "client/live.py",
        "            spent = most if fault.billed else NOTHING\n",
        "            spent = NOTHING\n",
        f"{_ACCOUNTS}::test_an_attempt_without_an_answer_is_reckoned_at_its_worst",
    ),
    _client(
        "a budget without a price",
        "client/live.py",
        "            self._tariff.require()\n",
        "",
        f"{_ACCOUNTS}::test_a_budget_without_a_price_is_refused",
    ),
    _client(
        "answers not stored",
        "client/live.py",
        "            await self._keeper.keep(stored)\n",
        "",
        f"{_AGAIN}::test_only_what_changed_is_asked_again",
    ),
    _client(
        "unanswered charges not counted",
        "client/retry.py",
        "        self.unknown_billed += fault.billed\n",
        "",
        f"{_ACCOUNTS}::test_a_connection_lost_after_sending_may_be_billed",
    ),
    _client(
        "a lost connection taken for none",
        "client/retry.py",
        "    if any(kind.__name__ in _UNSENT for cause in chain for kind in type(cause).__mro__):",
        "    if isinstance(error, APIConnectionError):",
        f"{_ACCOUNTS}::test_a_connection_lost_after_sending_may_be_billed",
    ),
    _client(
        "token counts believed whatever they are",
        "answers.py",
        "or not 0 <= value <= _MOST_TOKENS:",
        "or value < -(10**30):",
        "tests/llm/test_answers.py::test_usage_is_read_or_disbelieved",
    ),
    _client(
        "breaker never opens for failures",
        "client/breaker.py",
        "        if self._in_a_row >= self._most and self._reason is None:",
        "        if False:",
        f"{_GUARDS}::test_a_failing_endpoint_is_left_alone",
    ),
    _client(
        "breaker never opens for refusals",
        "client/live.py",
        "                self.breaker.refused(error)\n",
        "                pass\n",
        f"{_GUARDS}::test_a_hopeless_endpoint_is_left_alone",
    ),
    _client(
        "hopeless errors tried again",
        "client/retry.py",
        "_REFUSED = frozenset({401, 403, 404})",
        "_REFUSED = frozenset()",
        f"{_GUARDS}::test_a_hopeless_endpoint_is_left_alone",
    ),
    _client(
        "Retry-After ignored",
        "rates.py",
        '    seconds = _number(named.get("retry-after"))\n',
        "    seconds = 0.0\n",
        f"{_GUARDS}::test_nothing_is_sent_before_retry_after",
    ),
    _client(
        "a wave of refusals counted one by one",
        "limits.py",
        "            self._refused(status, wait, fresh=now - latency >= self._cut_at)\n",
        "            self._refused(status, wait, fresh=True)\n",
        "tests/llm/test_limits.py::test_one_wave_of_refusals_halves_once",
    ),
    _client(
        "redirects not refused",
        "client/wire.py",
        "_FIRST_REFUSAL = 300\n",
        "_FIRST_REFUSAL = 400\n",
        f"{_GUARDS}::test_no_article_is_sent_where_a_redirect_points",
    ),
    _client(
        "answers of any size read",
        "client/wire.py",
        "        if size > limit:",
        "        if False:",
        f"{_GUARDS}::test_an_endless_answer_is_not_read",
    ),
    _client(
        "no time limit of an attempt",
        "client/live.py",
        "asyncio.timeout(min(deadline.left(), self._timeout))",
        "asyncio.timeout(None)",
        f"{_GUARDS}::test_an_attempt_ends_at_its_time_limit",
    ),
    _client(
        "duplicate keys accepted",
        "answers.py",
        "    if len(made) != len(pairs):",
        "    if False:",
        "tests/llm/test_answers.py::test_rejects_everything_else_by_name",
    ),
    _client(
        "NaN accepted",
        "answers.py",
        "parse_float=real, parse_constant=_constant",
        "parse_float=real",
        "tests/llm/test_answers.py::test_rejects_everything_else_by_name",
    ),
    _client(
        "any depth accepted",
        "answers.py",
        "    if _depth(bare) > max_depth:",
        "    if False:",
        "tests/llm/test_answers.py::test_rejects_everything_else_by_name",
    ),
    _client(
        "a cut answer taken as complete",
        "answers.py",
        "    if reason in _CUT:",
        "    if False:",
        "tests/llm/test_answers.py::test_a_cut_answer_is_never_taken_as_complete",
    ),
    _client(
        "a second import stored",
        "batch/accepting.py",
        "            elif key in ready or self._answered(key):",
        "            elif key in ready:",
        "tests/llm/test_batch.py::test_a_second_import_is_a_no_op",
    ),
    Mutant(
        "second pass off",
        Edit(
            "summariser/pipeline/summariser.py",
            "        hopeful = watched.asked and not watched.stopped\n",
            "        hopeful = False\n",
        ),
        f"{_GUARDS}::test_what_failed_in_passing_is_tried_again_at_the_end",
    ),
    Mutant(
        "a lost input not noticed",
        Edit("summariser/ledger/run.py", "        if len(self.rows) != self.inputs:", "        if False:"),
        "tests/ledger/test_ledger_run.py::test_a_lost_input_is_an_error",
    ),
    Mutant(
        "an overrun budget not told",
        Edit("summariser/ledger/states.py", "        return BUDGET\n", "        return OK\n"),
        "tests/ledger/test_ledger_states.py::test_exit_code",
    ),
    _client(
        "workers deaf to refusals",
        "limits.py",
        "            self._listen()\n",
        "",
        "tests/store/test_store_refusals.py::test_a_pause_of_one_holds_all",
    ),
    Mutant(
        "the whole limit for each worker",
        Edit("summariser/distribute/shares.py", "max(1, limit // workers)", "limit"),
        "tests/distribute/test_distribute_worker.py::test_batches_of_one_worker_share_its_limits",
    ),
    Mutant(
        "the whole budget for each worker",
        Edit(
            "summariser/pipeline/sources.py",
            "    if run is None or settings.budget is None:\n",
            "    if True:\n",
        ),
        "tests/soak/test_soak_workers.py::test_workers_never_overrun_their_budget",
    ),
    Mutant(
        "a withheld key handed to workers",
        Edit("summariser/settings/model.py", "set(names) - self.secrets()", "set(SECRETS) - self.secrets()"),
        "tests/distribute/test_distribute_worker.py::test_a_key_that_was_withheld_stays_withheld",
    ),
    Mutant(
        "output over input",
        Edit(
            "summariser/ledger/folder.py",
            "        if given.resolve().is_relative_to(folder):",
            "        if False:",
        ),
        "tests/ledger/test_ledger_folder.py::test_an_input_folder_is_no_output_folder",
    ),
    Mutant(
        "fence tag constant",
        Edit(
            "summariser/prompts/build.py",
            '    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]',
            '    return hashlib.sha256(b"").hexdigest()[:16]',
        ),
        "tests/prompts/test_prompts_build.py::test_a_text_that_holds_anothers_fence_gets_one_of_its_own",
    ),
    Mutant(
        "symlink escape allowed",
        Edit(
            "summariser/reading/find.py",
            "    if os.path.commonpath((target, one.root)) != one.root:",
            "    if False:",
        ),
        "tests/reading/test_reading_find.py::test_links_out_of_the_folder_are_skipped",
    ),
    Mutant(
        "no escape in HTML",
        Edit("summariser/sanitise.py", "    return _html.escape(_FOR_PAGE", "    return str(_FOR_PAGE"),
        _SANITISE,
    ),
    Mutant(
        "no escape in scripts",
        Edit("summariser/sanitise.py", ".translate(_SCRIPT))", ")"),
        _SANITISE,
    ),
    Mutant(
        "no escape in CSV",
        Edit("summariser/sanitise.py", '    return f"\'{text}" if _runs(text) else text', "    return text"),
        _SANITISE,
    ),
    Mutant(
        "no escape in the terminal",
        Edit(
            "summariser/sanitise.py",
            "if lines else _FOR_LINE.sub(_escape, text)",
            "if lines else text",
        ),
        _SANITISE,
    ),
    Mutant(
        "no escape in Markdown",
        Edit(
            "summariser/sanitise.py",
            r'    text = _MARKUP.sub(r"\\\g<0>", line.strip(" \t"))',
            "    text = line",
        ),
        _SANITISE,
    ),
    Mutant(
        "evidence check skipped",
        Edit(
            "summariser/ground/prove.py",
            "        elif not unit.borrowed:\n            failures += missing\n",
            "        elif not unit.borrowed:\n            failures += _check(unit, (), page)\n",
        ),
        "tests/ground/test_prove.py",
    ),
    Mutant(
        "figures not looked for in the evidence",
        Edit(
            "summariser/ground/prove.py",
            "    return RejectionReason.FIGURE_NOT_IN_EVIDENCE if missing else None",
            "    return None",
        ),
        "tests/ground/test_prove.py",
    ),
    Mutant(
        "negation check skipped",
        Edit("summariser/ground/polarity.py", "    if cut:\n", "    if False:\n"),
        "tests/ground/test_prove.py",
    ),
    Mutant(
        "quote alignment loosened",
        Edit(
            "summariser/ground/quotes.py",
            "page.is_inside_token(at) or page.is_inside_token(end) or ",
            "",
        ),
        "tests/ground/test_quotes.py",
    ),
    Mutant(
        "a correction may be about something else",
        Edit("summariser/pipeline/extract.py", "    if changed:\n", "    if False:\n"),
        "tests/pipeline/test_pipeline_run.py::test_what_still_fails_is_rejected_with_its_reason",
    ),
)
