"""The decision in the browser: the ZSM tab, the facts of the prosecution, and the page of the decision."""
