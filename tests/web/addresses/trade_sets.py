"""Arguments of the pages on data sets of trade."""

from tests.web.trade_sets.making import sent_table

ARGUMENTS = {"office:trade_file": sent_table}
