"""The password of everybody in tests; by itself, so that a desk need not load the server for it."""

PASSWORD = "jaga-malam-2026"
