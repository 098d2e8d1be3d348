"""Measurements that anyone can run; each prints the figures that the documentation quotes."""
