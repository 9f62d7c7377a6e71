"""The hub: what terminals and channels talk to."""
