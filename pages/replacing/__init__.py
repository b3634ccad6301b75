"""Words found in all texts of a language, replaced in drafts that bundles publish, and taken back with one undo.

    wanted = Wanted("en", "Sokhumi", "Sukhumi")
    page = searching.search(wanted, by=user)                # records with their hits, a page of them
    run = acting.replace(wanted, chosen, by=user)           # Replacement
    acting.replace(wanted, more, by=user, into=run)         # goes on with it: as many pages as there are
    undoing.undo(run, by=user)

However many records it changes, it is one act. A bundle publishes so many at one moment (`bundles.gathering.MOST`), for all of them are
locked meanwhile: the first ones fill one bundle, those after them the next.

Found are plain words in the words of a text, never in its markup, addresses or embeds.
"""
