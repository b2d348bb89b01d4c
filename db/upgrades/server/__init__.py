"""Revisions of the server's store."""
