"""What people's words mean: places, times, questions. Text in, meaning out; French and English."""
