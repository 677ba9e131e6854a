import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Meetings of a working group, and of the leads of the groups."""

    dependencies = [
        ("groups", "0001_initial"),
        ("meetings", "0002_network"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="meetings",
                to="groups.workinggroup",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="audience",
            field=models.CharField(
                choices=[
                    ("everyone", "the whole community"),
                    ("core", "the core group"),
                    ("group", "one working group"),
                    ("leads", "the leads of the groups"),
                ],
                default="everyone",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__isnull", True), ("audience", "group"), _connector="OR"),
                name="meetings_group_has_its_audience",
            ),
        ),
    ]
