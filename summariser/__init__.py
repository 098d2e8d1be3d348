"""Turns articles about one plan into typed records, each proved by the article's own words."""
