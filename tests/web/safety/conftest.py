from tests.web.orders.conftest import clear_lists  # noqa: F401
