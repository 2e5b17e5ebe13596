"""What is said of time: a set of moments, from which a question, an organiser and a reminder each take their own."""
