"""Alembic's migrations. They do not import the tables: what they did stays what it was."""
