"""Every benchmark runs, with this package alone, and finds what it looks for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from benchmarks.all import BENCHMARKS
from benchmarks.measuring import Options

ALONE = Options(small=True, rounds=1, only=("ours",))
FIGURES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "alignment": {"refused summariser": (1.0, 1.0), "found summariser": (0.9, 1.0)},
    "reasks": {"in flight summariser": (1.0, 50.0)},
    "scoring": {"records per second": (10.0, 1e6)},
    "throughput": {"tiny share summariser": (0.001, 1.0), "tiny rate summariser": (0.1, 1e4)},
    "kills": {"answered and asked again summariser": (0, 50)},
    "startup": {"summariser": (0.01, 60.0), "summarise --help": (0.01, 60.0)},
    "memory": {"growth summariser": (-1e4, 1e4)},
    "length": {"exponent summariser": (-3.0, 3.0)},
}
"""Some figures of each, and where they lie whatever the machine."""
FAST = ("alignment", "reasks", "scoring")
"""Those that start few processes; they use everything that the others use."""


def test_every_benchmark_is_tried() -> None:
    """The page holds no section that is not tested here."""
    assert {name.rpartition(".")[2] for name in BENCHMARKS} == FIGURES.keys()


@pytest.mark.posix
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in FIGURES]
)
def test_a_benchmark_runs(name: str) -> None:
    """Its section has a table, and its figures are within reason."""
    section = BENCHMARKS[f"benchmarks.{name}"](ALONE)
    assert "|---|---:|" in section.text
    for figure, (least, most) in FIGURES[name].items():
        assert least <= section.figures[figure] <= most
