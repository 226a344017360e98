"""The limits as rows of a linear system, and the solvers that read it."""
