from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0004_voice'),
    ]

    operations = [
        migrations.DeleteModel(name='Element'),
        migrations.DeleteModel(name='Theme'),
    ]
