"""The screens of the console; whatever else they need is handed to them."""
