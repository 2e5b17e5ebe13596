"""The questions of a proposal that no general step asks: each reads an answer, and writes nothing."""
