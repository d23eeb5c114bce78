"""Names of headings and chapters in English and Persian, from the shipped nomenclature."""

from functools import lru_cache

import polars as pl

from hamafza.store.resources import shipped_csv, shipped_folder

EDITION = "2022"


@lru_cache(maxsize=1)
def heading_names() -> dict[str, tuple[str, str]]:
    """
    Return each heading's English and Persian name.

    A heading without a Persian name has that of its chapter: less, and never another's.
    """
    persian = dict(shipped_folder("goods", "headings_fa").select("code", "name_fa").iter_rows())
    chapters = dict(shipped_csv("hs", "hs2_fa.csv").select("code", "name_fa").iter_rows())
    headings = shipped_csv("hs", f"hs{EDITION}.csv").filter(pl.col("level") == "4")
    return {
        code: (english, persian.get(code) or chapters.get(code[:2]) or english)
        for code, english in headings.select("code", "description_en").iter_rows()
    }
