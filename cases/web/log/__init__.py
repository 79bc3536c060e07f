"""The privacy officer's pages: searching the access log, judging what is unusual."""
