"""Pure rules of safety plans: the measure catalogue, what measures cover, condition patterns."""
