"""People: what they do and what they see."""
