"""Words of time as they are said: days, hours, parts of the day, and the small words between them."""
