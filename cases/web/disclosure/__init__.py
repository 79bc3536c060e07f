"""Pages of the disclosure table: reading it, changing it with four eyes, and explaining it in a case."""
