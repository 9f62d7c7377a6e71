"""What only the screens say: the language on the screen, numbers of things, how long ago."""
