"""One field of many things changed at once, kept line by line so that one undo puts it back.

    change = running.begin(Article, tags, Direction.ADD, {"keys": [str(tag.pk)]}, by=user)
    running.step(change, tags, keys, by=user)     # as often as there are keys
    running.end(change, by=user)
    undoing.step(change, tags, by=user)           # as often as it answers with a line to go on after
    undoing.end(change, by=user)

Each thing is changed in an act of its own; one that refuses is kept with its reason. A list says which fields it offers
(`publishing.admin.bulk_changes`).
"""
