from django.db import migrations, models

ROLES = [
    ("facilitator", "facilitation"),
    ("coordinator", "coordination"),
    ("translator", "translation"),
    ("steward", "network coordination"),
    ("mel", "monitoring, evaluation and learning"),
    ("treasurer", "treasury"),
    ("handler", "hearing concerns"),
    ("reviewer", "reading applications"),
]


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_places")]

    operations = [
        migrations.AddField("community", "in_groups", models.BooleanField(default=False)),
        migrations.AlterField("invitation", "role", models.CharField(blank=True, choices=ROLES, max_length=12)),
        migrations.AlterField("rolegrant", "role", models.CharField(choices=ROLES, max_length=12)),
    ]
