"""Words coded while a file is still being read have the codes they would have behind it."""

from contextlib import closing

import polars as pl
from polars.testing import assert_frame_equal

from hamafza.runs.classifying import best_codes
from hamafza.runs.classifying_ahead import CodesAhead
from hamafza.sources.registry_files import PIECE


def test_a_large_piece_is_coded_ahead_as_it_would_be_behind():
    texts = ["كيف چرمي", "کیف چرمی", "گلیم", "leather bags", "نصب دوربین"] * (PIECE // 10)
    clean = pl.DataFrame({"goods_text": texts}).with_columns(goods_hint=pl.lit(None, pl.String))
    once = pl.Series(texts).unique(maintain_order=True)
    with closing(CodesAhead()) as ahead:
        ahead.hear(clean)
        ahead.hear(clean)
        assert ahead.has_heard
        # Another process may add up in another order: the last digits of a probability may differ.
        assert_frame_equal(ahead.codes(once), best_codes(once), rel_tol=1e-5)
