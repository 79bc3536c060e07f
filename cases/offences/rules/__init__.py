"""Pure rules of offences: maximum penalties, the catalogue, charges and the klacht."""
