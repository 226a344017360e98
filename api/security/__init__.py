"""Who somebody is, what he may do, and what a request must not carry: none of it knows FastAPI."""
