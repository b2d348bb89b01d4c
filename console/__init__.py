"""The desktop program of a control room."""
