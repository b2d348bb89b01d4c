"""How the tables of each store came about, one revision a file."""
