"""Damage as disks and crashes do it, at a place that a seed chooses."""

from __future__ import annotations

import random


def damage(data: bytes, seed: int) -> bytes:
    """Return `data` with a flipped bit, a zeroed sector, a lost end or a doubled page at a random place."""
    rng = random.Random(seed)  # noqa: S311 - places to damage, not a secret
    at = rng.randrange(len(data))
    bit = bytes([data[at] ^ 1 << rng.randrange(8)])
    kinds = [
        data[:at] + bit + data[at + 1 :],
        data[:at] + bytes(512) + data[at + 512 :],
        data[:at],
        data[:at] + data[at : at + 4096] + data[at:],
    ]
    return rng.choice(kinds)
