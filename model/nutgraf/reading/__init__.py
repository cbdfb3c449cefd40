"""Labelled documents laid out for a reader: in the terminal, or as one HTML file."""
