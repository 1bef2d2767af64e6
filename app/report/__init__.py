"""What is shown and printed of a trace, and what is handed to others."""
