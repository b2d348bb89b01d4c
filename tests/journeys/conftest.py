"""Seats at a desk in the test's own process, for journeys that hit real keys."""

from tests.plugins.seats import loop, sit

__all__ = ["loop", "sit"]
