"""Runs over whole corpora: a shard of output for each input, restartable, on one core or several."""
