"""Tables of people, offices, posts and tenures: what a file does, through the forms and in one act."""

import pytest

from actors.models import Actor, Office, Post, Tenure
from actors.tables import running
from library.models import Source
from publishing import audit, drafts, locks
from publishing.models import Audit, Change, Draft, Version
from publishing.publishable import State
from tests.actors.tables import brought, cell, exported, said, sent
from tests.factories import make_place, make_published_actor, make_published_office, make_superuser, publisher
from tests.roles import member_of

pytestmark = pytest.mark.django_db
MINISTRY = "ministry-of-foreign-affairs"


def ministry(*posts: str) -> Office:
    return make_published_office(*(posts or ("Minister",)), name_en="Ministry of Foreign Affairs")


def test_actors_come_as_drafts():
    run = brought("actors", "name_en,name_ka,born,names", "Sergey Lavrov,სერგეი ლავროვი,21 March 1950,Sergei Lavrov | Сергей Лавров {native; ru}")

    (actor,) = Actor.objects.all()
    state = drafts.state_of(actor)
    assert (run.stage, run.report["counts"]) == ("done", {"new": 1})
    assert (actor.state, actor.name_en, state["name_ka"], state["born"]) == (State.DRAFT, "", "სერგეი ლავროვი", "1950-03-21")
    assert [state[f"names/{key}/script"] for key in state["names"]] == ["Latn", "Cyrl"]
    assert Version.objects.get(record=actor.pk).note == "Imported from table.csv"


def test_tenures_are_published_where_that_is_ticked():
    make_published_actor(name_en="Sergey Lavrov")
    ministry()

    brought("tenures", "actor,office,post,start,end_status", f"Sergei Lavrov,{MINISTRY},minister,9 March 2004,ongoing", publish=True)

    (tenure,) = Tenure.objects.all()
    assert (str(tenure.start), tenure.end_status, tenure.actor.name_en) == ("2004-03-09", "ongoing", "Sergey Lavrov")
    assert Change.objects.filter(record=tenure.actor_id).latest("sequence").kind == Change.Kind.UPDATED
    assert next(audit.broken_links(), None) is None


def test_dry_run_writes_nothing():
    sent("actors", "name_en", "Somebody")

    assert (Actor.objects.count(), Draft.objects.count(), Audit.objects.count()) == (0, 0, 0)


def test_changes_of_a_public_record_wait_in_its_draft_unless_publication_is_ticked():
    actor = make_published_actor(name_en="Sergey Lavrov", born="1949")

    run = sent("actors", "id,born", f"{actor.pk},1950")
    assert said(run) == [(2, "changed", ["born: 1949 → 1950"])]
    brought("actors", "id,born", f"{actor.pk},1950")
    actor.refresh_from_db()

    assert (str(actor.born), actor.has_draft, drafts.state_of(actor)["born"]) == ("1949", True, "1950")


def test_changes_are_not_published_over_somebody_elses_unfinished_text():
    actor = make_published_actor(name_en="Sergey Lavrov", born="1949")
    drafts.save(actor, {"summary_en": "Half a sen"}, by=publisher())

    run = brought("actors", "id,born", f"{actor.pk},1950", publish=True)
    actor.refresh_from_db()

    assert (str(actor.born), actor.summary_en, drafts.state_of(actor)["born"]) == ("1949", "", "1950")
    assert "It waits in the draft of the record: other changes wait there, or it is not public." in said(run)[0][2]


def test_columns_that_are_not_in_the_file_stay_and_empty_cells_empty():
    actor = make_published_actor(name_en="Sergey Lavrov", born="1950", summary_en="Minister.")

    brought("actors", "id,summary_en", f"{actor.pk},", publish=True)
    actor.refresh_from_db()

    assert (actor.name_en, str(actor.born), actor.summary_en) == ("Sergey Lavrov", "1950", "")


def test_same_file_again_changes_nothing():
    make_published_actor(name_en="Sergey Lavrov")
    ministry()
    lines = ("actor,office,post,start", f"sergey-lavrov,{MINISTRY},Minister,2004")
    brought("tenures", *lines, publish=True)

    again = sent("tenures", *lines)

    assert said(again) == [(2, "refused", ["This is there already, or twice in the file. To change it, put its key into the column “id”."])]


def test_rows_of_a_file_may_name_each_other():
    brought("offices", "name_en,parent", "Embassy in Tbilisi,Ministry of Foreign Affairs", "Ministry of Foreign Affairs,", publish=True)
    lines = ("office,title_en,deputy_to", f"{MINISTRY},Deputy Minister,Minister", f"{MINISTRY},Minister,")
    brought("posts", *lines, publish=True)

    deputy = Post.objects.get(title_en="Deputy Minister")
    assert Office.objects.get(name_en="Embassy in Tbilisi").parent.name_en == "Ministry of Foreign Affairs"
    assert (deputy.deputy_to.title_en, deputy.seats) == ("Minister", 1)


def test_offices_of_a_file_may_not_stand_in_each_other():
    run = sent("offices", "name_en,parent", "One,Two", "Two,One")

    message = "parent: With this file, “%s” would be part of itself."
    assert said(run) == [(2, "refused", [message % "One"]), (3, "refused", [message % "Two"])]


def test_one_file_may_free_a_seat_and_fill_it():
    office = ministry()
    post = office.posts.get()
    brought("actors", "name_en", "Igor Ivanov", "Sergey Lavrov", publish=True)
    brought("tenures", "actor,office,post,start,end_status", f"igor-ivanov,{MINISTRY},Minister,1998,ongoing", publish=True)
    first = post.tenures.get()
    lines = ("id,actor,office,post,start,end,end_status", f",sergey-lavrov,{MINISTRY},Minister,2004-03-09,,ongoing")

    brought("tenures", *lines, f"{first.pk},igor-ivanov,{MINISTRY},Minister,1998,2004-03-09,ended", publish=True)

    assert [(str(each.start), str(each.end or "")) for each in post.tenures.in_order()] == [("1998", "2004-03-09"), ("2004-03-09", "")]


def test_two_rows_may_not_surely_fill_one_seat():
    ministry()
    brought("actors", "name_en", "Igor Ivanov", "Sergey Lavrov", publish=True)
    rows = [f"{who};{MINISTRY};Minister;2004-03-09;ongoing" for who in ("Igor Ivanov", "Sergey Lavrov")]

    run = sent("tenures", "actor;office;post;start;end_status", *rows)

    (first, second) = said(run)
    assert (first[:2], second[:2]) == ((2, "refused"), (3, "refused"))
    assert first[2] == second[2]
    assert "has one seat, and two tenures surely hold it at the same time" in first[2][0]


def test_sources_are_found_by_title_and_address_or_made():
    known = Source.objects.create(title="Decree 12", url="https://example.org/12")
    make_published_actor(name_en="Sergey Lavrov")
    ministry()
    sources = cell("https://example.org/12 | Decree 13 <https://example.org/13> | Oral history")

    run = brought("tenures", "actor,office,post,sources", f"sergey-lavrov,{MINISTRY},Minister,{sources}", publish=True)

    tenure = Tenure.objects.get()
    assert run.report["sources"] == ["Decree 13", "Oral history"]
    assert {source.title for source in tenure.sources.all()} == {"Decree 12", "Decree 13", "Oral history"}
    assert known in tenure.sources.all()


def test_round_trip_changes_nothing():
    formula = "=HYPERLINK(1)"
    office = ministry("Minister", "Deputy, | 'of' the minister")
    office.place = make_place("Russia")
    brought(
        "actors", "name_en,name_ka,born,names,identifiers,summary_en", f"Sergey Lavrov,ლავროვი,about 1950,'@a | b\\|c,wikidata: Q58217,'{formula}"
    )
    brought("actors", "name_en", "'=1+1", publish=True)
    brought("offices", "name_en,links,names", f"Embassy,successor_of: {MINISTRY} {{1991/..}},Legation {{ru; 1920/1930}}", publish=True)
    actor = Actor.objects.get(name_en="=1+1")
    brought("tenures", "actor,office,post,start,sources,locator", f"{actor.pk},{MINISTRY},Minister,2004?,Paper | 'Other,-p. 2")

    for kind in ("actors", "offices", "posts", "tenures"):
        lines = exported(kind)
        run = sent(kind, *lines)

        assert (run.stage, run.report["counts"].keys(), run.report["rows"]) == ("checked", {"unchanged"}, [])
        assert not any(line.startswith(("=", "+", "-", "@")) or ",=" in line or ",@" in line or ",-" in line for line in lines)
    assert "'=1+1" in exported("actors")[2] + exported("actors")[1]


def test_author_imports_own_drafts_and_changes_nobody_elses():
    author = member_of("Author")
    public = make_published_actor(name_en="Sergey Lavrov")

    own = brought("actors", "name_en", "Somebody", by=author)
    others = sent("actors", "id,born", f"{public.pk},1950", by=author)

    assert own.report["counts"] == {"new": 1}
    assert Actor.objects.get(working_title="Somebody").created_by == author
    assert said(others) == [(2, "refused", ["You have no right to do this with this record."])]


def test_author_neither_finds_nor_downloads_the_drafts_of_others():
    author = member_of("Author")
    brought("actors", "name_en", "Hidden Person")
    ministry()

    run = sent("tenures", "actor,office,post", f"Hidden Person,{MINISTRY},Minister", by=author)

    assert said(run) == [(2, "refused", ["actor: Nothing here is called “Hidden Person”."])]


def test_translator_changes_texts_in_the_own_language_only():
    translator = member_of("Translator (Georgian)", "translator")
    actor = make_published_actor(name_en="Sergey Lavrov", born="1950")

    run = sent("actors", "id,name_ka,born", f"{actor.pk},სერგეი ლავროვი,1949", by=translator)
    brought("actors", "id,name_ka", f"{actor.pk},სერგეი ლავროვი", by=translator)
    new = sent("actors", "name_ka", "ვიღაც", by=translator)

    assert said(run) == [(2, "refused", ["You may not write this: Born."])]
    assert drafts.state_of(actor)["name_ka"] == "სერგეი ლავროვი"
    assert said(new) == [(2, "refused", ["You have no right to do this with this record."])]


def test_locked_record_is_left_alone():
    actor = make_published_actor(name_en="Sergey Lavrov")
    locks.lock(actor, by=make_superuser(), note="Court")

    run = sent("actors", "id,born", f"{actor.pk},1950")

    assert said(run)[0][1] == "refused"


def test_record_that_fails_at_the_last_moment_is_told_and_the_others_are_whole(monkeypatch):
    lines = ("name_en,slug_en", "One,one", "Two,two")
    run = sent("actors", *lines, publish=True)
    make_published_actor(name_en="Another", slug_en="two")
    monkeypatch.setattr("actors.tables.running.compare", lambda plan, **more: None)

    running.bring(run)
    run.refresh_from_db()

    assert (run.stage, Actor.objects.live().filter(name_en="One").count(), Actor.objects.filter(working_title="Two").count()) == ("done", 1, 0)
    assert [(number, action) for number, action, _lines in said(run)] == [(2, "new"), (3, "refused")]
    assert Audit.objects.get(action="table imported").detail["refused"] == 1


def test_import_is_written_down():
    brought("actors", "name_en", "Somebody")

    assert [*Audit.objects.order_by("pk").values_list("action", flat=True)] == ["draft changed by a table", "table imported"]
    assert Audit.objects.latest("pk").detail == {"file": "table.csv", "table": "actors", "new": 1, "changed": 0, "published": False}
