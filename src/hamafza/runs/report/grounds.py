"""What each kind of figure in a plan rests on, counted from the plan's own tables."""

import polars as pl

from hamafza.runs.potential import PotentialRun
from hamafza.runs.report.facts import Ground
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.writing import digits, number


def grounds_of(
    units: pl.DataFrame, routes: pl.DataFrame, potential: PotentialRun, synthetic: bool
) -> list[Ground]:
    """Return the grounds; ``synthetic`` says that the registry itself was invented."""
    given = Provenance.SYNTHETIC if synthetic else Provenance.REAL
    return [
        Ground("Units, names, goods in words", "واحدها، نام‌ها و کالا به زبان خودشان", given,
               "as the registry gives them", "همان‌طور که پرونده می‌دهد"),
        *_of_column(units, "capacity_basis", "Capacity", "ظرفیت", given),
        *_of_column(units, "readiness_basis", "Readiness to lead", "آمادگی برای سرگروهی", given),
        _places(units, given),
        Ground("Goods codes", "کد کالا", Provenance.ESTIMATED,
               "by the classifier, with a probability; not yet confirmed by a person",
               "از دسته‌بند، با احتمال؛ هنوز کسی تأیید نکرده است"),
        _trade(potential),
        *_routes(routes),
        Ground("Cost and days of the way", "هزینه و روزهای راه", Provenance.ASSUMED,
               "rates of parameters/distribution.toml", "نرخ‌های parameters/distribution.toml"),
        Ground("Sizes, reach and weights of the formation", "اندازه، برد و وزن‌های گروه‌بندی",
               Provenance.ASSUMED, "parameters/formation.toml", "parameters/formation.toml"),
    ]  # fmt: skip


def _of_column(
    units: pl.DataFrame, column: str, figure_en: str, figure_fa: str, given: Provenance
) -> list[Ground]:
    """Return one ground for each basis the column names, most frequent first."""
    counted = units[column].value_counts(sort=True)
    grounds = []
    for basis, count in counted.iter_rows():
        known = Provenance(basis)
        told = given if known is Provenance.REAL else known
        grounds.append(
            Ground(figure_en, figure_fa, told, f"{count:,} units", f"{number(count, 'fa')} واحد")
        )
    return grounds


def _places(units: pl.DataFrame, given: Provenance) -> Ground:
    at_city = units.filter(pl.col("place_basis") == "city").height
    return Ground(
        "Places", "جای واحدها", given,
        f"{at_city:,} of {units.height:,} at their city's centre",
        f"{number(at_city, 'fa')} از {number(units.height, 'fa')} در مرکز شهرشان",
    )  # fmt: skip


def _trade(potential: PotentialRun) -> Ground:
    used, variant = potential.trade, potential.params.variant
    return Ground(
        "Trade, potential and room of markets",
        "تجارت، ظرفیت و جای خالی بازارها",
        used.basis(potential.exporter, potential.exporter),
        f"{used.source}; {used.year}; variant {variant}; {potential.beside.defaults()}",
        f"سال {digits(used.year, 'fa')}؛ گونه {variant}؛ {_beside_fa(potential)}",
    )


def _beside_fa(potential: PotentialRun) -> str:
    tariffs, growth = potential.beside.tariffs, potential.beside.growth
    return "، ".join(
        (
            "تعرفه از جدول بارشده" if tariffs else "تعرفه صفر گرفته شده",
            "رشد از جدول بارشده" if growth and growth.covers else "پیش‌بینی رشد ندارد",
        )
    )


def _routes(routes: pl.DataFrame) -> list[Ground]:
    counted = routes["basis"].value_counts(sort=True) if routes.height else None
    if counted is None:
        return []
    return [
        Ground(
            "Kilometres of the way", "کیلومترهای راه", Provenance(basis),
            f"{count:,} routes", f"{number(count, 'fa')} راه",
        )
        for basis, count in counted.iter_rows()
    ]  # fmt: skip
