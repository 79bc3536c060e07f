"""Unsent contents of forms: kept by themselves, per user and form, until sent or expired."""
