"""The guides' pictures: taken of the sandbox's page, with the real bot in it."""
