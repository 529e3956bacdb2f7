"""Capabilities, one a file: commands, autocomplete, one service call, rendering."""
