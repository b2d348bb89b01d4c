"""Revisions of the cache store."""
