"""One event: its card, and what one does with it."""
