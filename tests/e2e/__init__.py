"""The real bot on the real discord.py, against the sandbox."""
