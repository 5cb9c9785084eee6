"""How fast the bot is: each goal in a file of its own, run by `make bench`."""
