"""Against other tools, on the same inputs, in one run."""
