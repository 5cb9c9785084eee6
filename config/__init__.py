"""What an operator may change: settings, content, days off, logging."""
