"""The central service of a city's control room."""
