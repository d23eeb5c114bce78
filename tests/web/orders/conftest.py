import sys
from types import SimpleNamespace

import pytest


@pytest.fixture
def clear_lists(monkeypatch):
    monkeypatch.setitem(
        sys.modules, "hamafza.web.actions.screening", SimpleNamespace(gate=lambda deal: None)
    )
    import hamafza.web.actions as a

    monkeypatch.setattr(a, "screening", sys.modules["hamafza.web.actions.screening"], raising=False)
