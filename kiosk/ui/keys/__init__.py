"""Keys: which of them are a person's, and which a scanner's."""
