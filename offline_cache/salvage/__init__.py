"""Reading what can be read out of a damaged store."""
