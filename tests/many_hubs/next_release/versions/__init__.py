"""What the made release adds to the revisions of this one."""
