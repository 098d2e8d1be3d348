"""Everything between a request and a validated answer."""
