"""The demo shop, the side panel that plays the outside world, and the tour."""
