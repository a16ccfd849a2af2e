"""The sentences that may answer, out of the passages found, the likeliest first."""
