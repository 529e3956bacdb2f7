"""Retrieval: which entry answers a question."""
