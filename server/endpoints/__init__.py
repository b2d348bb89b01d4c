"""The routes: each file reads requests of one kind, asks the server's parts, and answers."""
