"""Labels page furniture in plain text without deleting a character."""

from summariser.zones.label import label
from summariser.zones.languages import language
from summariser.zones.spans import evidence_spans, paragraphs, pieces, zone_at

__all__ = ["evidence_spans", "label", "language", "paragraphs", "pieces", "zone_at"]
