"""The slow plain answer for complexity: the definitions, one sum at a time."""

import numpy as np


def plain(exports: np.ndarray, continuous: bool = False) -> dict[str, np.ndarray]:
    """Return all measures of a table in which every country and product has an advantage."""
    countries, products = range(exports.shape[0]), range(exports.shape[1])
    total = exports.sum()
    rca = np.array(
        [
            [exports[c, p] / exports[c].sum() / (exports[:, p].sum() / total) for p in products]
            for c in countries
        ]
    )
    m = rca / (1 + rca) if continuous else (rca >= 1).astype(float)
    made, sold = m.sum(axis=1), m.sum(axis=0)
    tilde = np.array(
        [
            [sum(m[c, p] * m[d, p] / (made[c] * sold[p]) for p in products) for d in countries]
            for c in countries
        ]
    )
    values, vectors = np.linalg.eig(tilde)
    second = np.argsort(values.real)[-2]
    k = vectors[:, second].real
    k = k * np.sign((k - k.mean()) @ made) * 1000  # the size of k must not matter
    basket = np.array([sum(m[c, p] * k[c] for c in countries) / sold[p] for p in products])
    back = np.array([sum(m[c, p] * basket[p] for p in products) / made[c] for c in countries])
    pci = (basket - back.mean()) / back.std()
    together = m.T @ m
    phi = np.array([[together[p, q] / max(sold[p], sold[q]) for q in products] for p in products])
    near = phi.sum(axis=1)
    density = np.array([[m[c] @ phi[p] / near[p] for p in products] for c in countries])
    coi = np.array(
        [sum(density[c, p] * (1 - m[c, p]) * pci[p] for p in products) for c in countries]
    )
    cog = np.array(
        [
            [(1 - m[c, p]) * sum(phi[p, q] / near[q] * (1 - m[c, q]) * pci[q] for q in products)
             for p in products]
            for c in countries
        ]
    )  # fmt: skip
    return {
        "rca": rca, "presence": m, "diversity": made, "ubiquity": sold,
        "eci": (back - back.mean()) / back.std(), "pci": pci, "proximity": phi,
        "density": density, "outlook": coi, "outlook_gain": cog, "values": np.sort(values.real),
    }  # fmt: skip
