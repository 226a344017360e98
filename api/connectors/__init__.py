"""Doors out: other services that Titip talks to, only where the settings name them."""
