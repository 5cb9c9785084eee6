"""The Slack edge: ids, blocks, the messenger, replies and the socket connections."""
