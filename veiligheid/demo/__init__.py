"""Demo data: invented organisations and people on which the application can be tried."""
