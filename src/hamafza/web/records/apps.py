from django.apps import AppConfig
from django.apps import apps as registered
from django.db.models.signals import post_migrate, pre_migrate


class Records(AppConfig):
    name = "hamafza.web.records"
    label = "records"

    def ready(self):
        """Migrations change the table of units freely; the index of its words follows them."""
        pre_migrate.connect(_before, sender=self)
        post_migrate.connect(_after, sender=self)


def _before(plan, using, **_):
    from hamafza.web.records import word_index

    if plan:
        word_index.take_away(using)


def _after(using, apps=registered, **_):
    from hamafza.web.records import filling, word_index

    if not _has_the_keys(apps):
        return
    if _indexes(apps, using) == _indexes(registered, using):
        filling.bring_up_to_date(using)
    else:  # half way: an index that a later migration adds is that migration's to make
        word_index.bring_up_to_date(using)


def _indexes(apps, using) -> set[str]:
    from hamafza.web.records import filling

    return set(filling.indexes_of(apps.get_model("records", "Unit"), using))


def _has_the_keys(apps) -> bool:
    """A migration backwards, past the keys, leaves a table that the index cannot read."""
    try:
        unit = apps.get_model("records", "Unit")
    except LookupError:
        return False
    return any(field.name == "name_order" for field in unit._meta.get_fields())
