"""Pages about working together: who leads, who takes over, the local team, and the same-day action."""
