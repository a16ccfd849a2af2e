"""How the built-in embedding model is made: `python -m index.training all --data DIR --work DIR`."""
