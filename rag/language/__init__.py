"""How Chinese questions and documents word things: words, dates, figures, units."""
