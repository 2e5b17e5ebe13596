"""A sample programme: about three hundred events, as a real Week might look, for the playground and demonstrations."""
