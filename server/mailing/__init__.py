"""Reports by e-mail: when they are due, the letters they go out in, and who sends them."""
