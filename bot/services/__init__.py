"""One method per thing the bot does: load, ask the rules, save, send."""
