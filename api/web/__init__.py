"""What all routes of the HTTP API share: who asks, errors, versions, pages of lists."""
