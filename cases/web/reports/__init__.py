"""Pages of reports to Veilig Thuis: taking one in, seeing how far it is, and every step after it."""
