"""What every test of reports stands on."""

import pytest

from commonbeat.reports.rules.limiter import Limiter
from commonbeat.reports.views import receipt as receipt_views


@pytest.fixture(autouse=True)
def fresh_limiter(monkeypatch: pytest.MonkeyPatch) -> Limiter:
    limiter = Limiter()
    monkeypatch.setattr(receipt_views, "_limiter", limiter)
    return limiter
