"""Calculations that take their time: asked for by a person, done by a worker, seen and cancelled meanwhile.

What is asked is checked at once; the answer, like the question, is kept as a file. The room is the stored
one, as it stands when the worker begins, and so are the requests that wait.
"""

from workflow.computing.asking import MOST_OPEN, MOST_OPEN_OF_PERSON, TooMany, ask, cancel
from workflow.computing.calculator import QUEUE, Calculator, jobs
from workflow.computing.forecasting import MOST_DRAWS, MOST_YEARS, ForecastQuestion
from workflow.computing.placing import LONGEST_S, MOST_REQUESTS, Question
from workflow.computing.table import read_table
from workflow.computing.trying import MOST_SCENARIOS, WhatIfQuestion

__all__ = [
    "LONGEST_S",
    "MOST_DRAWS",
    "MOST_OPEN",
    "MOST_OPEN_OF_PERSON",
    "MOST_REQUESTS",
    "MOST_SCENARIOS",
    "MOST_YEARS",
    "QUEUE",
    "Calculator",
    "ForecastQuestion",
    "Question",
    "TooMany",
    "WhatIfQuestion",
    "ask",
    "cancel",
    "jobs",
    "read_table",
]
