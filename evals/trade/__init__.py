"""A second corpus: eight invented articles on an invented trade accord, and what a careful reader finds in them."""
