"""Record in, bytes out: what an event is given away as. Nothing here runs in the loop's thread."""
