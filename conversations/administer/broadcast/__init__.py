"""A message to many at once."""
