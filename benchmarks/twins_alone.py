"""
One step of the twins' bench in a process of its own: ``python -m benchmarks.twins_alone HOW FILE``.

A file's name tells how many records, of which seed: ``600000-2.csv``. ``splink`` is the peer: the
model of Fellegi and Sunter by splink on DuckDB, its blocking, comparisons and training set up as
its own guide advises, on the very keys that ours compares (so that telephones, licences and names
are cleaned alike); its pairs are written with their probability.
"""

import sys
from pathlib import Path
from typing import Any

import polars as pl

LEAST = 0.01
"""Pairs less likely are not worth writing down."""
SLIP_OF_STRANGERS = [2e-6, 1e-5, 1 - 1.2e-5]
"""
Numbers equal, a slip apart, and other, among strangers: too rare for a random sample to hold one,
so splink is told what ours is told (``near_of_strangers`` in ``parameters/twins.toml``).
"""
U_PAIRS = 1e6
"""Splink's own default: random pairs from which it learns how often strangers agree."""


def main() -> None:
    how, file = sys.argv[1], Path(sys.argv[2])
    STEPS[how](file)


def generated(file: Path) -> None:
    """Write the registry that a file's name asks for, and its truth."""
    from hamafza.runs.generating import write_registry

    count, seed = map(int, file.stem.split("-"))
    write_registry(count, seed, file)


def read(file: Path) -> None:
    """Read and check, words uncoded, and write the units beside the file."""
    from benchmarks.reading_alone import units

    units(file)


def splink(file: Path) -> None:
    """Write the pairs that splink finds among the units beside the file."""
    from splink import DuckDBAPI, Linker, block_on

    api = DuckDBAPI()
    linker = Linker(api.register(_keys(file).to_arrow(), table_name="units"), _settings())
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phone", "name"), block_on("licence")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(
        max_pairs=U_PAIRS, seed=1, min_count_per_level=None
    )
    for rule in (
        block_on("licence"),
        block_on("phone", "trade"),
        block_on("name", "goods", "city"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=LEAST)
    ends = ("unit_id_l", "unit_id_r")
    found.as_duckdbpyrelation().pl().select(
        one_id=pl.min_horizontal(*ends),
        other_id=pl.max_horizontal(*ends),
        probability=pl.col("match_probability"),
    ).write_parquet(file.with_suffix(".splink.parquet"))


def _keys(file: Path) -> pl.DataFrame:
    from hamafza.registry.twins.keys import keyed
    from hamafza.registry.twins.params import TwinParams
    from hamafza.store.parameters import load

    units = pl.read_parquet(file.with_suffix(".units.parquet"))
    return keyed(units, load(TwinParams, "twins")).select(
        "phone", "licence", "name", "letters", "goods", "trade", "city", "workers", "made",
        owner=pl.col("owner").cast(pl.String), unit_id=units["unit_id"],
    )  # fmt: skip


def _settings() -> Any:
    from splink import SettingsCreator, block_on
    from splink import comparison_library as compare

    exact = [
        compare.ExactMatch(name).configure(term_frequency_adjustments=name != "owner")
        for name in ("trade", "city", "owner")
    ]
    slips = [
        compare.DamerauLevenshteinAtThresholds(name, 1).configure(
            term_frequency_adjustments=True, u_probabilities=SLIP_OF_STRANGERS
        )
        for name in ("phone", "licence")
    ]
    words = [
        compare.JaroWinklerAtThresholds(name, [0.94, 0.88]).configure(
            term_frequency_adjustments=True
        )
        for name in ("name", "goods")
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unit_id",
        comparisons=[*slips, *words, *exact, *_figures()],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("licence"),
            block_on("name", "city"),
            block_on("letters", "city", "trade"),
            block_on("goods", "city", "trade"),
        ],
        max_iterations=20,
    )


def _figures() -> list[Any]:
    from splink import comparison_level_library as levels
    from splink import comparison_library as compare

    return [
        compare.CustomComparison(
            output_column_name=name,
            comparison_levels=[
                levels.NullLevel(name),
                levels.ExactMatchLevel(name, term_frequency_adjustments=True),
                levels.PercentageDifferenceLevel(name, 0.1),
                levels.PercentageDifferenceLevel(name, 0.5),
                levels.ElseLevel(),
            ],
        )
        for name in ("workers", "made")
    ]


STEPS = {"generated": generated, "read": read, "splink": splink}


if __name__ == "__main__":
    main()
