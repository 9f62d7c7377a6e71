"""What is to be ordered, as the shopper and as staff see it."""
