"""The administrator's dialog: editions, and the committee's group."""
