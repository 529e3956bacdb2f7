"""The HTTP side of the sandbox's Discord: one module per resource."""
