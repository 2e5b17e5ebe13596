"""The citizen's dialog: what is on near them, one event, a reminder."""
