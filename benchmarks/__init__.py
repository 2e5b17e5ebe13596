"""Each beside its peer, in one run."""
