"""Speed of Titip on generated rooms: `make bench`. Nothing of Titip itself imports this."""
