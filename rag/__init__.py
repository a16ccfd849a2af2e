"""Question → grounded, cited answer. Imports `index`."""
