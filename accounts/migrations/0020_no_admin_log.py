from django.db import migrations


class Migration(migrations.Migration):
    """Django's admin is gone, and with it its log, which told of people by their names then."""

    dependencies = [
        ('accounts', '0019_words_are_noted_as_gone'),
    ]

    operations = [
        migrations.RunSQL('DROP TABLE IF EXISTS django_admin_log', migrations.RunSQL.noop),
    ]
