"""Other libraries' data in, labels out: thin, each around `Labeller.label_many`."""
