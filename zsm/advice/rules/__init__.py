"""Pure rules of the advice and of the civil triage."""
