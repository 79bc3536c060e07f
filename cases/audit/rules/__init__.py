"""Pure rules of looking back: what a broken seal means, and which looks ask for a question."""
