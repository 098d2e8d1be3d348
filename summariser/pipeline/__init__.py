"""From documents to summaries: one article, or a corpus with its ledger."""

from summariser.pipeline.corpus import Article, Corpus
from summariser.pipeline.ledger_of import failed_row, unread_row
from summariser.pipeline.progress import OnProgress, Progress
from summariser.pipeline.sources import (
    Source,
    open_collector,
    open_daily,
    open_source,
    refusals_path,
    replay_source,
)
from summariser.pipeline.summariser import Summariser

__all__ = [
    "Article",
    "Corpus",
    "OnProgress",
    "Progress",
    "Source",
    "Summariser",
    "failed_row",
    "open_collector",
    "open_daily",
    "open_source",
    "refusals_path",
    "replay_source",
    "unread_row",
]
