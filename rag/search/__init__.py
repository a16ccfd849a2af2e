"""The passages that may answer: dense and keyword search, fused and looked at again."""
