"""Questions over all documents in scope, each with a verdict."""
