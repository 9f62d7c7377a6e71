"""The use cases of the terminal, one file each."""
