"""Days and spans of days, and which dates they are from a given day on."""
