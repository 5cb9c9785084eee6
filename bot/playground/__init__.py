"""A look-alike of Slack on this machine, to try the bot and to test it end to end."""
