"""Which documents a question speaks of: by place, title, issuer, date, class."""
