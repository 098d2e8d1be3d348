"""Raw answers by request key, in two forms behind one `get` and `put`, and what a day has cost."""

from summariser.store.layered import Layered
from summariser.store.lookup import Difference, Earlier, subject_of
from summariser.store.recordings import Index, Recordings
from summariser.store.refusals import Refusals
from summariser.store.spending import SharedSpending, SoFar, spending_path
from summariser.store.sqlite import SqliteResponses, StoreStats
from summariser.store.stored import Meta, Provenance, Responses, SharedResponses, Stored, endpoint_host

__all__ = [
    "Difference",
    "Earlier",
    "Index",
    "Layered",
    "Meta",
    "Provenance",
    "Recordings",
    "Refusals",
    "Responses",
    "SharedResponses",
    "SharedSpending",
    "SoFar",
    "SqliteResponses",
    "StoreStats",
    "Stored",
    "endpoint_host",
    "spending_path",
    "subject_of",
]
