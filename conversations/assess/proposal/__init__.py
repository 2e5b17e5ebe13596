"""One proposal in a member's own chat: its file, what more there is, corrections, and questions to its organisers."""
