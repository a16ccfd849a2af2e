"""Answers from what is known of documents and their parts: numbers, dates, articles, lists, summaries."""
