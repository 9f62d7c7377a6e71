"""Commerce engines behind the hub."""
