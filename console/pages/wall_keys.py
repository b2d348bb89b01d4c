"""What a wall's pages are called on the command line, in the order in which they take turns."""

KEYS = ("summary", "map", "agencies", "today", "next")
