"""Recorded answers of a judge; those here were written by hand and say nothing about any model."""
