"""Pure rules of access: categories, levels, the disclosure table, refusals."""
