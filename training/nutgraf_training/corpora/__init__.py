"""Real pages with gold story text to labelled documents."""
