"""The programmes that Callboard ships with, and the reader and checker of programme files."""
