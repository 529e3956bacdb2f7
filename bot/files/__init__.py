"""Files of pitches: fetched from Discord, known by their content, kept in an object store."""
