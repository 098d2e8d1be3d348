"""Measure a dossier against gold: relations between articles, who is who in them, and traps."""
