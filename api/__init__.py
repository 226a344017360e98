"""The doors in: command line now, HTTP and pages later."""
