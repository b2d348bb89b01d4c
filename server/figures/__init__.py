"""Figures: what the trails of all cases add up to, for any filter and at any instant."""
