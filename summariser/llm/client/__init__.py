"""The only door to the SDKs: openai posts, tenacity tries again, instructor parses."""

from summariser.llm.client.live import Live
from summariser.llm.client.parse import parse

__all__ = ["Live", "parse"]
