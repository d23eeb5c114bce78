from tests.web.orders.conftest import clear_lists

__all__ = ["clear_lists"]
