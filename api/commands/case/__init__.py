"""`titip case`: what its commands do, one file for each kind."""
