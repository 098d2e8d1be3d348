"""Raw answers by request key, in two forms behind one `get` and `put`, and what a day has cost."""

from summariser.store.layered import Layered
from summariser.store.lookup import Difference, Earlier, subject_of
from summariser.store.recordings import Index, Recordings
from summariser.store.spending import DailySpending, Today, spending_path
from summariser.store.sqlite import SqliteResponses, StoreStats
from summariser.store.stored import Meta, Provenance, Responses, SharedResponses, Stored, endpoint_host

__all__ = [
    "DailySpending",
    "Difference",
    "Earlier",
    "Index",
    "Layered",
    "Meta",
    "Provenance",
    "Recordings",
    "Responses",
    "SharedResponses",
    "SqliteResponses",
    "StoreStats",
    "Stored",
    "Today",
    "endpoint_host",
    "spending_path",
    "subject_of",
]
