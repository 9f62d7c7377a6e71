"""Qt: runtime, delivery from the lanes, view models."""
