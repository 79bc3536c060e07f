"""Pure rules of paper: the kinds of document, and what may never stand in the suspect's copy."""
