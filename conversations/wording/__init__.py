"""Message catalogues, dates, distances and numbers, in French and English."""
