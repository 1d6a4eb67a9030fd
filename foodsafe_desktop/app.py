"""Wiring (to be filled)."""
