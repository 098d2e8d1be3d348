"""The metric under test: gold edited in ways that must cost nothing, and in ways that must cost."""

from evals.perturb.graded import GRADED
from evals.perturb.harmful import CRITICAL
from evals.perturb.harmless import HARMLESS, KINDS
from evals.perturb.measure import ALL, Bench, Outcome, is_monotone, scored
from evals.perturb.scene import Edit, Edited, Harm, Scene, perturb, scene_of

EDITS: tuple[Edit, ...] = (*HARMLESS, *CRITICAL, *GRADED)
"""Every edit, in the order of the log."""

__all__ = [
    "ALL",
    "EDITS",
    "KINDS",
    "Bench",
    "Edit",
    "Edited",
    "Harm",
    "Outcome",
    "Scene",
    "is_monotone",
    "perturb",
    "scene_of",
    "scored",
]
