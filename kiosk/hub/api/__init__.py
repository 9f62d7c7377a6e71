"""HTTP resources of the hub, one file each."""
