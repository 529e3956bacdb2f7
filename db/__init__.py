"""The database: tables, migrations, and what the services' ports are fulfilled with."""
