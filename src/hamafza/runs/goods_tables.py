"""The shipped tables of the goods room, each read once in a process."""

from functools import lru_cache

import polars as pl

from hamafza.goods.editions import Editions
from hamafza.goods.resources import GoodsTables
from hamafza.goods.uses import Uses
from hamafza.store.resources import shipped, shipped_csv, shipped_folder

HS_EDITION = "2022"


@lru_cache(maxsize=1)
def goods_tables() -> GoodsTables:
    """Return the shipped tables, HS edition 2022; nothing has been confirmed yet."""
    names = pl.concat([shipped_csv("hs", "hs2_fa.csv"), shipped_folder("goods", "headings_fa")])
    dictionary = pl.read_csv(
        shipped("goods", "fa_en_lexicon_free.tsv"),
        separator="\t", quote_char=None, infer_schema=False,
    )  # fmt: skip
    return GoodsTables(
        nomenclature=shipped_csv("hs", f"hs{HS_EDITION}.csv"),
        lexicon=shipped_folder("goods", "lexicon"),
        rules=shipped_folder("goods", "rules"),
        questions=shipped_folder("goods", "questions"),
        trade_terms=shipped_csv("goods", "uk_terms.csv"),
        dictionary=dictionary,
        names_fa=names,
        subheadings=shipped_folder("goods", "subheadings"),
        plain_words=shipped_csv("goods", "plain_words.csv"),
        vague_terms=shipped_csv("goods", "uk_vague_terms.csv"),
        wording=shipped_csv("goods", "wording.csv"),
        confirmed=pl.DataFrame(schema={"text": pl.String, "code": pl.String}),
    )


@lru_cache(maxsize=1)
def editions() -> Editions:
    """Return the steps between the editions of 2012, 2017 and 2022."""
    return Editions(shipped_csv("hs", "editions.csv"))


@lru_cache(maxsize=1)
def uses() -> Uses:
    """Return what goods are for."""
    return Uses(shipped_csv("hs", "hs6_bec4.csv"), goods_tables().nomenclature)
