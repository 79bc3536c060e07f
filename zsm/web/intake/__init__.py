"""The page on which police registers an arrest: one form in sections, checked and kept as a whole."""
