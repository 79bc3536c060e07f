"""Files that organisations give to a case: cleaned, searched, looked at, and only then read by partners."""
