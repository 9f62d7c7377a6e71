"""What only the screens say: the language on the glass, numbers of things, how long ago."""
