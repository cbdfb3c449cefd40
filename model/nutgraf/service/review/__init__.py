"""The review page and what it asks the service for."""
