"""What people read in a terminal; every text from outside is cleaned before it gets there."""
