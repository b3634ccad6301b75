"""Words found in all texts of a language, replaced in drafts that one bundle publishes, and taken back with one undo.

    wanted = Wanted("en", "Sokhumi", "Sukhumi")
    page = searching.search(wanted, by=user)                # records with their hits, a page of them
    run = acting.replace(wanted, chosen, by=user)           # Replacement, with its bundle
    undoing.undo(run, by=user)

Found are plain words in the words of a text, never in its markup, addresses or embeds.
"""
