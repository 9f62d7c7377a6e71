"""From the basket to the order, and the page after it."""
