"""Use cases. They know the domain and the ports, never Discord or SQL."""
