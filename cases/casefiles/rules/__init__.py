"""Pure rules of cases: states, participation, and what is owed after which event."""
