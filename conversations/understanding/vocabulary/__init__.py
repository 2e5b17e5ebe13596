"""The vocabulary: data that anybody can extend."""
