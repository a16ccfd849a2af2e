"""Whether the best sentence answers at all, or the documents do not say it."""
