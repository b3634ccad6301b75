from django.db import migrations

# What the head and the foot of pages say until somebody arranges them.
ENTRIES = {
    "header": [("news", "", ""), ("tags", "", ""), ("corrections", "", "")],
    "footer": [("news", "All news", "ყველა სიახლე"), ("tags", "All tags", "ყველა ტეგი"), ("corrections", "", "")],
}


def make_menus(apps, schema_editor):
    alias = schema_editor.connection.alias
    menu_model, entry_model = apps.get_model("pages.Menu"), apps.get_model("pages.MenuEntry")
    for place, entries in ENTRIES.items():
        menu = menu_model.objects.using(alias).create(place=place)
        for position, (page, en, ka) in enumerate(entries, start=1):
            entry_model.objects.using(alias).create(menu=menu, position=position, page=page, label_en=en, label_ka=ka)


class Migration(migrations.Migration):
    replaces = [("pages", "0008_default_menus")]
    dependencies = [("pages", "0002_rights")]

    operations = [migrations.RunPython(make_menus, migrations.RunPython.noop)]
