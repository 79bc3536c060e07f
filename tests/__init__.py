"""The tests; they mirror the folders of the code. What they all stand on is in `tests/ground`."""
