"""Batch files out and in: requests as lines for an endpoint, its answer lines back into the store.

The request's key is the line's `custom_id`, so answers are joined by content
and not by order, file or date, and importing them again changes nothing.
"""

from summariser.llm.batch.accepting import Failure, Imported, accept
from summariser.llm.batch.reading import Answer, read
from summariser.llm.batch.writing import write

__all__ = ["Answer", "Failure", "Imported", "accept", "read", "write"]
