"""Terminal, chat page and HTTP server. Imports `rag` and `index`."""
