"""Frozen values, their rules and their errors. Standard library only."""
