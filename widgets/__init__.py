"""What an operator sees, one widget a file."""
