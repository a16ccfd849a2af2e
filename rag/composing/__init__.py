"""Sentences → the words of an answer, each cited: by quotation, or by a language model that is checked."""
