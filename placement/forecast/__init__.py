"""Forecast: when a room is full, by a simple model of demand and the production ranker."""
