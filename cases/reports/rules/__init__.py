"""Rules of reports: what a message holds, what came of it, what the reporter hears."""
