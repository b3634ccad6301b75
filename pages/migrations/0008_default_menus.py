from django.db import migrations

from publishing.roles import ADMINISTRATOR, EVERYTHING, grant

# What the head and the foot of pages said before there were menus.
ENTRIES = {
    "header": [("news", "", ""), ("tags", "", ""), ("corrections", "", "")],
    "footer": [("news", "All news", "ყველა სიახლე"), ("tags", "All tags", "ყველა ტეგი"), ("corrections", "", "")],
}
RIGHTS = {ADMINISTRATOR: {"pages.menu": ("change", "view"), "pages.menuentry": EVERYTHING}}


def make_menus(apps, schema_editor):
    alias = schema_editor.connection.alias
    menu_model, entry_model = apps.get_model("pages.Menu"), apps.get_model("pages.MenuEntry")
    for place, entries in ENTRIES.items():
        menu = menu_model.objects.using(alias).create(place=place)
        for position, (page, en, ka) in enumerate(entries, start=1):
            entry_model.objects.using(alias).create(menu=menu, position=position, page=page, label_en=en, label_ka=ka)
    grant(apps, alias, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("pages", "0007_menus"), ("news", "0002_roles")]

    operations = [migrations.RunPython(make_menus, migrations.RunPython.noop)]
