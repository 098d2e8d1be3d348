"""One way to do the work per module, each run in a process of its own by `benchmarks.measuring`."""
