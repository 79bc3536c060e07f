"""What every test stands on: a throw-away database cluster, database clones, a browser, strictness."""
