"""The committee's dialog: one card a proposal, one decision a revision."""
