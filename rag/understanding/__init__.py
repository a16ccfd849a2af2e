"""What a question asks: its kind, its proposition, the answer expected; follow-ups and other languages."""
