"""The catalogue file, what is newer than it, and the search in it."""
