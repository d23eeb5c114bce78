"""Compiles what a formation and its judge need: ``python -m hamafza.runs.compiling``, at setup."""

from hamafza.runs.formation import Effort, form_consortia, formation_params
from hamafza.runs.warming import toy_units

if __name__ == "__main__":
    form_consortia(toy_units(40), formation_params(), Effort(iterations=3), processes=1, judge=True)
