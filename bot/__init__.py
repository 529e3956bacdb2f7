"""Callboard: a Discord bot for talent programmes."""
