"""Measurements beside the suite; see the docstring of each for how to run it."""
