"""Compiles what rooms run as machine code: ``python -m hamafza.runs.compiling``, at setup."""

from hamafza.runs.classifying import classify_one
from hamafza.runs.formation import Effort, form_consortia, formation_params
from hamafza.runs.warming import toy_units

if __name__ == "__main__":
    classify_one("گلیم")
    form_consortia(toy_units(40), formation_params(), Effort(iterations=3), processes=1, judge=True)
