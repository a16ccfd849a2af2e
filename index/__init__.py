"""Documents → searchable index. Imports nothing else of this project."""
