"""What all routes of the HTTP API share: the app, who asks, errors, versions, pages of lists."""
