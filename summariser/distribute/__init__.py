"""The pipeline inside a distributed engine: a function of columns that any engine can call, and Ray's way to it."""

from summariser.distribute.columns import ADDED, columns_of, document_of
from summariser.distribute.onray import summarise_dataset
from summariser.distribute.worker import SummariseBatch

__all__ = ["ADDED", "SummariseBatch", "columns_of", "document_of", "summarise_dataset"]
