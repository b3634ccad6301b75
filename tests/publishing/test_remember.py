import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from publishing import changes
from publishing.models import SiteSettings

PART = "{% load remember %}{% remember name %}{{ name }} {{ asked }}{% endremember %}"


def rendered(template: Template, **context: object) -> str:
    return template.render(Context(context))


def test_part_is_rendered_once_for_the_same_values():
    template = Template(PART)

    assert [rendered(template, name="A", asked=number) for number in (1, 2)] == ["A 1", "A 1"]


def test_part_is_rendered_anew_for_other_values():
    template = Template(PART)

    assert [rendered(template, name=name, asked=name) for name in ("A", "B", None)] == ["A A", "B B", "None None"]


def test_part_is_rendered_for_each_language():
    template = Template(PART)

    found = []
    for language in ("en", "ka"):
        with override(language):
            found.append(rendered(template, name="A", asked=language))

    assert found == ["A en", "A ka"]


def test_values_that_are_equal_but_print_otherwise_are_two():
    template = Template("{% load remember %}{% remember name %}{{ name }}{% endremember %}")

    assert [rendered(template, name=name) for name in (1, True)] == ["1", "True"]


@pytest.mark.parametrize("value", [SiteSettings(), mark_safe("<b>"), ["A"]], ids=["record", "markup", "list"])
def test_value_by_which_nothing_can_be_told_apart_is_refused(value: object):
    with pytest.raises(TypeError, match="cannot be remembered"):
        rendered(Template(PART), name=value)


def test_changed_name_of_the_site_stands_on_the_next_page(client):
    settings = SiteSettings.objects.create(name_en="Before", name_ka="მანამდე")
    changes.touch()
    before = client.get("/en/news/").content.decode()
    settings.name_en = "After"
    settings.save()
    changes.touch()

    after = client.get("/en/news/").content.decode()

    assert (before.count("Before"), after.count("Before")) == (after.count("After"), 0)
