"""Every column of a table that passes through the exchange is a field of its model."""

import importlib
import pkgutil

import pytest

from hamafza.web import exchange

MODULES = [module.name for module in pkgutil.iter_modules(exchange.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_columns_and_fields_agree(name):
    module = importlib.import_module(f"{exchange.__name__}.{name}")
    bindings = getattr(module, "BINDINGS", None)
    assert bindings, f"exchange/{name}.py binds no table: give it BINDINGS"
    for binding in bindings:
        told = f"{binding.table.__name__} -> {binding.model.__name__}"
        assert not binding.missing_fields(), f"{told}: {binding.missing_fields()}"
        strange = (set(binding.renamed) | set(binding.not_kept)) - set(binding.table.column_names())
        assert not strange, f"{told} speaks of columns that are not there: {strange}"
        assert all(binding.not_kept.values()), f"{told}: a column not kept has a reason"
