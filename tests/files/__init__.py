"""Files: the store, and how they are fetched."""
