"""Values in, Block Kit out: one module for each conversation."""
