"""One frozen `Settings`, and where each of its values came from."""

from summariser.settings.layers import Origin
from summariser.settings.model import SECRETS, Settings
from summariser.settings.values import Price

__all__ = ["SECRETS", "Origin", "Price", "Settings"]
