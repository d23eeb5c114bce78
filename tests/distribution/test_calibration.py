"""The road graph runs short; the factor that corrects it is the median over published distances."""

import statistics

import numpy as np

from hamafza.distribution.freight import Ground
from hamafza.sources.roads import shipped_roads
from hamafza.store.parameters import load

CITIES = {
    "Tehran": (35.69, 51.39), "Bandar Abbas": (27.18, 56.27), "Isfahan": (32.65, 51.67),
    "Shiraz": (29.61, 52.53), "Mashhad": (36.30, 59.60), "Tabriz": (38.08, 46.29),
    "Kerman": (30.28, 57.08), "Ahvaz": (31.32, 48.68), "Rasht": (37.28, 49.58),
    "Kermanshah": (34.31, 47.06), "Baghdad": (33.34, 44.40), "Istanbul": (41.01, 28.97),
    "Ankara": (39.93, 32.85), "Yazd": (31.90, 54.37), "Zahedan": (29.50, 60.86),
}  # fmt: skip
# As road atlases and distance tables commonly give them (general knowledge, within some 3 %).
PUBLISHED_KM = {
    ("Tehran", "Bandar Abbas"): 1280, ("Isfahan", "Shiraz"): 481, ("Tehran", "Mashhad"): 894,
    ("Tehran", "Tabriz"): 624, ("Tehran", "Isfahan"): 448, ("Tehran", "Kerman"): 984,
    ("Tehran", "Shiraz"): 920, ("Tehran", "Ahvaz"): 815, ("Tehran", "Rasht"): 325,
    ("Tehran", "Kermanshah"): 513, ("Tehran", "Yazd"): 621, ("Kerman", "Bandar Abbas"): 486,
    ("Kermanshah", "Baghdad"): 365, ("Istanbul", "Ankara"): 450, ("Tehran", "Zahedan"): 1500,
    ("Kerman", "Zahedan"): 510,
}  # fmt: skip


def test_the_length_factor_is_the_median_of_published_over_graph():
    roads = shipped_roads()
    ratios = []
    for (start, end), published_km in PUBLISHED_KM.items():
        (first,), _ = roads.nearest(*CITIES[start])
        (last,), _ = roads.nearest(*CITIES[end])
        ratios.append(published_km / roads.tree(int(last)).km[first])
    factor = load(Ground, "distribution", "ground").length_factor
    assert abs(statistics.median(ratios) - factor) < 0.01


def test_the_graph_covers_the_neighbourhood_and_not_dhaka():
    roads = shipped_roads()
    _, off_km = roads.nearest([35.69, 33.34, 23.8], [51.39, 44.40, 90.4])
    assert np.all(off_km[:2] < 5)
    assert off_km[2] > load(Ground, "distribution", "ground").snap_km
