"""Measurements of the bars that Callboard is held to: `python -m benchmarks [part ...]`.

Figures are of one machine at one time. What runs beside them moves them, so every ratio compares
two things of the same run.
"""
