"""Tests of the use cases over a real database; only our own ports are played."""
