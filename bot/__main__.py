"""`python -m bot` is `trust-habits`."""

from bot.cli import main

raise SystemExit(main())
