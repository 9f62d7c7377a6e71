"""Where a code goes that was read: to which page, or to which question."""
