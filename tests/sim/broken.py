"""What a world ends with when a promise was not kept."""


class Broken(AssertionError):
    """An invariant does not hold; the message begins with its number."""
