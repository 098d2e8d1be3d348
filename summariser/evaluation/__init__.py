"""Measure extraction against hand-labelled gold: align, score, interval, compare, gate."""
