"""The only door to the SDKs: openai posts, tenacity tries again, instructor parses."""

from summariser.llm.client.live import Live, Shared
from summariser.llm.client.parse import parse

__all__ = ["Live", "Shared", "parse"]
