"""Training of the model that sees layout too: it stands on a text model and what that said out of fold."""
