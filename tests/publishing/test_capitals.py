from django import forms
from django.db import models
from django.template import Context, Template
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy


def test_capfirst_raises_latin_and_leaves_georgian():
    assert [capfirst(text) for text in ["articles", "სტატიები", "", None]] == ["Articles", "სტატიები", "", ""]


def test_capfirst_filter_leaves_georgian():
    template = Template("{{ latin|capfirst }} {{ georgian|capfirst }}")

    assert template.render(Context({"latin": "tag <b>", "georgian": "ტეგი"})) == "Tag &lt;b&gt; ტეგი"


def test_capfirst_of_lazy_text_stays_lazy():
    assert not isinstance(capfirst(gettext_lazy("article")), str)


def test_label_of_a_form_field_leaves_georgian():
    field = models.CharField("სათაური", max_length=10).formfield()

    assert isinstance(field, forms.CharField)
    assert field.label == "სათაური"
