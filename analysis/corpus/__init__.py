"""What a corpus is: its tables, what they may hold, which rows are compared."""
