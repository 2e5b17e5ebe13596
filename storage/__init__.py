"""What is remembered: records, and the rules that keep them true. Knows no words and awaits nothing."""
