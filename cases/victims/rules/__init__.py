"""Pure rules for informing a victim."""
