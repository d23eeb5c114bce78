import sys
from types import SimpleNamespace

import pytest


@pytest.fixture
def clear_lists(monkeypatch):
    monkeypatch.setitem(
        sys.modules,
        "hamafza.web.actions.screening",
        SimpleNamespace(gate=lambda deal: None, screen_deal=lambda **k: None),
    )
    import hamafza.web.actions as a

    monkeypatch.setattr(a, "screening", sys.modules["hamafza.web.actions.screening"], raising=False)
