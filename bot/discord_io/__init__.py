"""Between the services and Discord: rendering, delivery, errors, languages of commands."""
