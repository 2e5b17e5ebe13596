"""The queue: what waits for the committee, page by page, many together, in a list of the group, and unasked."""
