"""The vocabulary: data that anybody can extend, and the rules that read it."""
