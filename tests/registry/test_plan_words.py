"""A registry whose every name is an attack: the plan's page shows it as words."""

import polars as pl
import pytest

from hamafza.cli.__main__ import main
from hamafza.runs.generating import write_registry

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_the_plans_page_shows_hostile_names_as_words(tmp_path, monkeypatch):
    registry = tmp_path / "<img src=x onerror=alert(3)>.csv"
    write_registry(300, 3, tmp_path / "made.csv")
    made = pl.read_csv(tmp_path / "made.csv", infer_schema=False)
    named = made.with_columns(pl.concat_str(pl.lit(EVIL), pl.nth(0)).alias(made.columns[0]))
    texts = {name: pl.concat_str(pl.col(name), pl.lit(EVIL)) for name in _free_words(made)}
    named.with_columns(**texts).write_csv(registry)
    (tmp_path / "p.toml").write_text(
        "[formation]\nmin_size = 2\nmin_capacity = 0.2\nlead_readiness = 0.3\nfixed_cost = 0.1\n"
    )
    told = ["plan", str(registry), "--country", "IRN", "--out", str(tmp_path / "out"),
            "--params", str(tmp_path / "p.toml"), "--iterations", "2"]  # fmt: skip
    monkeypatch.setattr("sys.argv", ["hamafza", *told])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    pages = list((tmp_path / "out").rglob("*.html"))
    assert pages
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
        assert "&lt;" in html


def _free_words(made: pl.DataFrame) -> list[str]:
    """Columns that a union fills as it likes: their headings say name, union or trade."""
    wanted = ("نام", "اتحادیه", "رسته")
    return [name for name in made.columns if any(word in name for word in wanted)]
