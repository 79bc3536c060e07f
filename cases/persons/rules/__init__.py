"""Pure rules of persons: possible matches, age, safe contact, identifiers."""
