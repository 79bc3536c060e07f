"""Pure rules of terms: which there are, how each counts, when it warns. No clock, no database."""
