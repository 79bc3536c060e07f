"""Looking back: the seals over the access log, the history of records, and who looks at both."""
