"""Labels each line of scraped news text as body, boilerplate or promo, with a probability."""
