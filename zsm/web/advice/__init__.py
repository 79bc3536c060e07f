"""The pages of the advice and of the civil triage."""
