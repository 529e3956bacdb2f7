"""The WebSocket side of the sandbox's Discord."""
