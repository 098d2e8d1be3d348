"""A server that speaks Chat Completions and fails on demand, for tests on loopback.

async with FaultServer(lambda body: '{"items": []}', Plan(mix={"500": 0.2})) as server:
    ...  # point a client at server.url
assert server.ledger.delivered == 10
"""

from tests.faults.faults import FAULTS
from tests.faults.ledger import Entry, Ledger
from tests.faults.plan import Plan
from tests.faults.server import FaultServer

__all__ = ["FAULTS", "Entry", "FaultServer", "Ledger", "Plan"]
