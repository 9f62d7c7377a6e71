"""Staff's lists: orders on their way, refused ones, and tasks."""
