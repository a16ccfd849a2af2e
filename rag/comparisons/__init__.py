"""What several places, documents, years or things say beside one another."""
