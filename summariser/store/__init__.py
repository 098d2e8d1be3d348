"""Raw answers by request key, in two forms behind one `get` and `put`: a database, a folder of recordings."""

from summariser.store.layered import Layered
from summariser.store.lookup import Difference, Earlier, subject_of
from summariser.store.recordings import Index, Recordings
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
    "Responses",
    "SharedResponses",
    "SqliteResponses",
    "StoreStats",
    "Stored",
    "endpoint_host",
    "subject_of",
]
