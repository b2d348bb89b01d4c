"""Log lines that what a test has done explains, besides those it announces by ``expects_log``."""

patterns: list[str] = []
"""Regular expressions, of this test alone."""
