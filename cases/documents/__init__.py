"""The engine of paper: which kinds there are, what is released, how it becomes a PDF.

The concept that owns the content builds it (its `documents.py`) and registers in `AppConfig.ready()`.
"""
