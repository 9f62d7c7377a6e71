"""Commands for store IT."""
