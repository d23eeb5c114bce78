"""The guild share of non-oil exports: what is proven, declared and estimated, never one number."""

from hamafza.web.pages.public.scenes.cast import Cast


def share(cast: Cast) -> dict | None:
    """Return the three lines and by how much this order moved the first."""
    return None
