"""Revisions of the outbox store."""
