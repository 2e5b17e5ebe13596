"""The organiser's dialog: from `/propose` to a submitted proposal, and what becomes of it."""
