"""Words read as quantities, times and name keys, and a claim's figures checked against its evidence."""

from summariser.normalise.dates import FoundTime, find_times, read_time
from summariser.normalise.figures import unsupported_figures
from summariser.normalise.namekeys import name_key, name_tokens
from summariser.normalise.names import is_named, mentions
from summariser.normalise.quantities import FoundQuantity, find_quantities, read_quantity

__all__ = [
    "FoundQuantity",
    "FoundTime",
    "find_quantities",
    "find_times",
    "is_named",
    "mentions",
    "name_key",
    "name_tokens",
    "read_quantity",
    "read_time",
    "unsupported_figures",
]
