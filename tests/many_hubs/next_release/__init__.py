"""A made next release of the hub: this one's code, and a revision more."""
