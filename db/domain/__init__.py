"""The law: what a case is, as pure functions on frozen dataclasses."""
