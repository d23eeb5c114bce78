"""Places on the sphere, and the codes of countries."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of the GRS 80 ellipsoid (Moritz 2000)


def great_circle_km(
    from_lat_deg: ArrayLike, from_lon_deg: ArrayLike, to_lat_deg: ArrayLike, to_lon_deg: ArrayLike
) -> NDArray[np.float64]:
    """Return the length of the shortest arc, by the haversine formula; shapes broadcast."""
    lat1, lon1, lat2, lon2 = (
        np.radians(np.asarray(angle, dtype=np.float64))
        for angle in (from_lat_deg, from_lon_deg, to_lat_deg, to_lon_deg)
    )
    half = np.sin((lat2 - lat1) / 2) ** 2
    half = half + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    arc = 2 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.asarray(EARTH_RADIUS_KM * arc, dtype=np.float64)
