"""Measuring answers, retrieval and speed. Imports `rag` and `index`."""
