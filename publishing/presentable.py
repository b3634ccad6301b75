"""A form that is not ready yet, made fit to be looked at: what cannot be published as it is gives way, and is named."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import drafts, languages
from publishing.desk import Live, Problem, Submission
from publishing.drafts import Work
from publishing.publishable import Publishable
from publishing.state import Schema, State, place_of, row_keys, without_row
from publishing.unpublishing import for_publication
from publishing.values import initial

# How often what is wrong may give way before the rest of the form does: one value can stand in the way of another.
ROUNDS = 4


class NotPresentableError(Exception):
    """A form of which no page can be made; the message says why, for the editor."""


@dataclass
class Presentable:
    """A form that can be saved, in which languages its page is shown as public, and what had to be left out of it."""

    record: Publishable
    submission: Submission
    codes: list[str]
    left_out: list[Problem] = field(default_factory=list)


def presentable(work: Work, language: str) -> Presentable:
    """Return the work as it would be published for a look at its page in `language`. Writes nothing."""
    codes = languages_shown(work, language)
    schema, live = work.desk.schema, work.live
    state = for_publication(schema, work.record, work.state, live.state, codes)
    left_out: dict[tuple[str, str], Problem] = {}
    for attempt in range(ROUNDS + 1):
        state, missing = with_titles(work, state, codes)
        left_out |= {(problem.key, ""): problem for problem in missing}
        record = copy.copy(work.record)
        submission = bound(work, record, state)
        problems = submission.problems()
        if not problems:
            return Presentable(record, submission, codes, list(left_out.values()))
        left_out |= {(problem.key, problem.message): problem for problem in problems}
        state = without(schema, state, live, problems) if attempt < ROUNDS - 1 else live.state
    raise NotPresentableError(" ".join(map(str, left_out.values())))


def languages_shown(work: Work, language: str) -> list[str]:
    """Return the languages in which the page is shown as public: those that would be published, and the one looked at if it has a text."""
    found = set(drafts.languages_to_publish(work))
    if work.state.get(f"{work.record.body_field}_{language}"):
        found.add(language)
    return [code for code in languages.codes() if code in found] or [language]


def language_to_show(work: Work, preferred: str) -> str:
    """Return the language in which somebody who prefers one is shown the work first: that one if there is a text in it."""
    shown = languages_shown(work, preferred)
    return preferred if preferred in shown else shown[0]


def with_titles(work: Work, state: State, codes: Sequence[str]) -> tuple[State, list[Problem]]:
    """Return the state with something to stand for titles that lack, and which those are."""
    standing: State = {}
    for code in codes:
        if not state.get(key := f"{work.record.title_field}_{code}"):
            with override(code):
                standing[key] = _("untitled")
    problems = [Problem(key, _("is empty; “untitled” stands in its place"), work.desk.label(key)) for key in standing]
    return {**state, **standing}, problems


def bound(work: Work, record: Publishable, state: State) -> Submission:
    """Return the state as a form to check and save, in which nothing has to be filled in that the database can do without."""
    rows = {prefix: [copy.copy(row) for row in kept] for prefix, kept in work.live.rows.items()}
    submission = work.desk.submission(record, state, replace(work.live, rows=rows))
    relax(submission.form)
    for formset in submission.formsets:
        for form in formset.forms:
            relax(form)
    return submission


def relax(form: forms.ModelForm) -> None:
    """Let fields be empty whose columns can be."""
    for name, form_field in form.fields.items():
        column = form._meta.model._meta._forward_fields_map.get(name)
        if column is None or column.null or isinstance(column, models.CharField | models.TextField | models.ManyToManyField):
            form_field.required = False


def without(schema: Schema, state: State, live: Live, problems: Sequence[Problem]) -> State:
    """Return the state with what is public, or nothing, where something is wrong; a new row goes as a whole."""
    out = dict(state)
    for problem in problems:
        prefix, row, name = place_of(problem.key)
        if prefix and not row:
            row, name = name, ""
        if prefix:
            out = without_wrong_row(out, live.state, prefix, row)
        elif name in schema and name:
            out = with_rows_of(out, live.state, name)
        elif name in schema[""].fields:
            public = live.state.get(name)
            out[name] = public if public is not None and public != out[name] else initial(schema[""].fields[name])
    return out


def without_wrong_row(state: State, live: State, prefix: str, row: str) -> State:
    """Return the state with a row as it is public, or without it."""
    if row not in row_keys(live, prefix):
        return without_row(state, prefix, row)
    path = f"{prefix}/{row}/"
    return {**state, **{key: value for key, value in live.items() if key.startswith(path)}}


def with_rows_of(state: State, live: State, prefix: str) -> State:
    """Return the state with the rows of one kind as they are public."""
    others = {key: value for key, value in state.items() if key != prefix and not key.startswith(f"{prefix}/")}
    return {**others, **{key: value for key, value in live.items() if key == prefix or key.startswith(f"{prefix}/")}}
