"""
Compiles what rooms run as machine code, and encodes what codes mean, at setup.

``python -m hamafza.runs.compiling``
"""

from hamafza.runs.classifying import classify_one
from hamafza.runs.formation import Effort, form_consortia, formation_params
from hamafza.runs.goods_meaning import prepare_meanings
from hamafza.runs.market_plan_warming import plan_a_toy
from hamafza.runs.warming import toy_units
from hamafza.runs.warming_markets import compile_markets

if __name__ == "__main__":
    prepare_meanings()
    classify_one("گلیم")
    form_consortia(toy_units(40), formation_params(), Effort(iterations=3), processes=1, judge=True)
    compile_markets()
    plan_a_toy()
