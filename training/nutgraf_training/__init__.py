"""Training of nutgraf models: labelled documents, pages with gold text, fitting and evaluation."""
