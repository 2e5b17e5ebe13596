"""`make soak`: the bot lives through all that can happen to it, and a reckoning says what is missing."""
