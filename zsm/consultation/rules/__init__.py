"""Pure rules of what partners bring to the table, and of the table itself."""
