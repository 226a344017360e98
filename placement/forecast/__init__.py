"""Forecast: when a room is full, by a simple model of demand and the production ranker."""

from placement.forecast.draw import Draw, Setting
from placement.forecast.history import History
from placement.forecast.run import Forecast, forecast
from placement.forecast.table import forecast_json, tidy

__all__ = ["Draw", "Forecast", "History", "Setting", "forecast", "forecast_json", "tidy"]
