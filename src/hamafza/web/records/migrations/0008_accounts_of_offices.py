from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_offices_of_unions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='user',
            name='account_union_has_its_union',
        ),
        migrations.RemoveField(
            model_name='user',
            name='union',
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'union'), _negated=True), ('office__isnull', False), _connector='OR'), name='account_union_has_its_office'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'chamber'), _negated=True), ('office__isnull', False), _connector='OR'), name='account_chamber_has_its_office'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'clerk'), _negated=True), ('office__isnull', False), _connector='OR'), name='account_clerk_has_its_office'),
        ),
    ]
