"""The run's ledger: states, rows and totals, and the output folder that holds them."""

from summariser.ledger.folder import OutputFolder, digest, is_output_folder, text_files
from summariser.ledger.jsontext import json_bytes, plain, well_formed
from summariser.ledger.names import safe_name
from summariser.ledger.run import Counts, InputRow, Provenance, Run, Totals, Usage, in_order, part_of, totals
from summariser.ledger.states import (
    REFUSED_SETUP,
    Answered,
    Failed,
    State,
    article_state,
    exit_code,
    states_table,
)

__all__ = [
    "REFUSED_SETUP",
    "Answered",
    "Counts",
    "Failed",
    "InputRow",
    "OutputFolder",
    "Provenance",
    "Run",
    "State",
    "Totals",
    "Usage",
    "article_state",
    "digest",
    "exit_code",
    "in_order",
    "is_output_folder",
    "json_bytes",
    "part_of",
    "plain",
    "safe_name",
    "states_table",
    "text_files",
    "totals",
    "well_formed",
]
