"""Several hubs over one PostgreSQL behind a plain proxy: what must happen once happens once."""
