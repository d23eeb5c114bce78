from django.db import migrations, models

from hamafza.vocabulary import chain

CHUNK = 2_000
FACTS = ("role", "verb", "subject_kind", "subject_id", "before", "after", "why", "is_demo")

WRITE = "UPDATE records_event SET number = %s, previous = %s, digest = %s WHERE id = %s"


def chain_what_is_there(apps, schema_editor):
    """Hang the events kept so far in their chains, in the order they were added."""
    using = schema_editor.connection.alias
    events = apps.get_model("records", "Event")._base_manager.using(using)
    heads = apps.get_model("records", "ChainHead")._base_manager.using(using)
    ends = {}
    rows = list(events.order_by("pk")[:CHUNK])
    while rows:
        for event in rows:
            end = ends.get(event.is_demo, chain.End())
            facts = {name: getattr(event, name) for name in FACTS}
            facts |= {"at": chain.plain(event.at), "actor": event.actor_id}
            event.number, event.previous = end.number + 1, end.digest
            event.digest = chain.digest_of(event.number, event.previous, facts)
            ends[event.is_demo] = chain.End(event.number, event.digest)
        placed = [(event.number, event.previous, event.digest, event.pk) for event in rows]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(WRITE, placed)
        rows = list(events.filter(pk__gt=rows[-1].pk).order_by("pk")[:CHUNK])
    for is_demo, end in ends.items():
        heads.create(is_demo=is_demo, number=end.number, digest=end.digest)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("is_demo", models.BooleanField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(default=chain.BEGINNING, max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="previous",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(editable=False),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("is_demo", "number"), name="event_place_in_chain"
            ),
        ),
    ]
