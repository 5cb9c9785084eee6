"""Slack, SQL and the clock."""
