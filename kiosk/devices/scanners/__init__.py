"""Everything that reads a code."""
