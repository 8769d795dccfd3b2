"""A record of the verdicts of one build, and the comparison with those of another; see `verdicts`."""
