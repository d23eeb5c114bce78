"""Removing the demo: every row it made, and every row that stands on one."""

import shutil
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ForeignKey, Model, Q
from django_tasks_db.models import DBTaskResult

from hamafza.web.actions.runs import folder
from hamafza.web.records.accounts import SCOPES, Role, User
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run


@transaction.atomic
def wipe() -> dict[str, int]:
    """
    Remove the demo's rows, events, runs and accounts; return how many of each kind.

    What somebody entered on top of a demo row cannot stand without it and goes too; a real
    account about a demo row becomes an observer's, and everything else stays.
    """
    order = _parents_first()
    _spread(order)
    _free_accounts()
    runs = list(Run.objects.filter(is_demo=True).values_list("pk", flat=True))
    removed = {"event": Event.objects.wipe_demo()}
    for place, model in enumerate(order):
        _loosen(model, gone_before=set(order[place:]))
    for model in reversed(order):
        removed[str(model._meta.model_name)] = _remove(model)
    _forget_runs(set(runs))
    return {name: count for name, count in removed.items() if count}


def _parents_first() -> list[type[Model]]:
    """
    Models in an order where each stands after those it cannot be without.

    Links that may be empty are followed too, as long as they close no ring.
    """
    models = [model for model in apps.get_app_config("records").get_models() if model is not Event]
    needs = {model: {key.related_model for key in _keys(model, null=False)} for model in models}
    for model in models:
        for key in _keys(model, null=True):
            wider = needs | {model: needs[model] | {key.related_model}}
            needs = wider if _has_no_ring(wider) else needs
    return list(TopologicalSorter(needs).static_order())


def _has_no_ring(needs: dict[type[Model], set[type[Model]]]) -> bool:
    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return False
    return True


def _keys(model: type[Model], *, null: bool) -> list[Any]:
    return [
        key
        for key in model._meta.concrete_fields
        if isinstance(key, ForeignKey)
        and key.null is null
        and hasattr(key.related_model, "is_demo")
    ]


def _spread(order: list[type[Model]]) -> None:
    for model in order:
        stands_on = [Q(**{f"{key.name}__is_demo": True}) for key in _keys(model, null=False)]
        if stands_on:
            on_demo = model._base_manager.filter(_any(stands_on), is_demo=False)
            pks = list(on_demo.values_list("pk", flat=True))
            model._base_manager.filter(pk__in=pks).update(is_demo=True)


def _free_accounts() -> None:
    fields = sorted(set(SCOPES.values()))
    about_demo = _any([Q(**{f"{field}__is_demo": True}) for field in fields])
    pks = list(User.objects.filter(about_demo).values_list("pk", flat=True))
    nothing = dict.fromkeys(fields)
    User.objects.filter(pk__in=pks).update(role=Role.OBSERVER, **nothing)


def _loosen(model: type[Model], gone_before: set[type[Model]]) -> None:
    """Cut empty-able links of rows that stay, or whose other end is removed before them."""
    for key in _keys(model, null=True):
        linked = model._base_manager.filter(**{f"{key.name}__is_demo": True})
        if key.related_model not in gone_before or key.related_model is model:
            linked = linked.filter(is_demo=False)
        pks = list(linked.values_list("pk", flat=True))
        for start in range(0, len(pks), 5_000):
            batch = model._base_manager.filter(pk__in=pks[start : start + 5_000])
            batch.update(**{key.name: None})


def _remove(model: type[Model]) -> int:
    if model is User:
        for account in User.objects.filter(is_demo=True):
            account.groups.clear()
            account.user_permissions.clear()
    rows = model._base_manager.filter(is_demo=True)
    return rows._raw_delete(rows.db)


def _forget_runs(gone: set[int]) -> None:
    for result in DBTaskResult.objects.filter(task_path="hamafza.web.tasks.carry_out"):
        if set(result.args_kwargs["args"]) & gone:
            result.delete()
    for made in (*map(folder, gone), settings.HOME / "demo"):
        shutil.rmtree(made, ignore_errors=True)


def _any(conditions: list[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole
