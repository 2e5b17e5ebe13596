"""A question, understood and answered: what is on, as a list that pages in place."""
