"""What is measured and how: gold, recordings, baselines, and the suite for teams that run deepeval.

deepeval reads its switches while it is imported, so they are set here, before
any module of this folder can import it.
"""

from summariser.evaluation.judge import quieten

IN_TIME = quieten()
"""False under the bare `deepeval test run`, which imports deepeval before anything else."""
