"""What the sandbox's Discord remembers."""
