"""Bundles: several records, of any kind, that become public at one moment, in one transaction, or not at all.

    bundle = gathering.make("The visit", [article, event, actor], by=user)
    reviewing.submit(bundle, by=user, assignee=editor)
    publishing.publish(bundle, by=user)               # BundleRefusedError says which cannot be published, and why
    publishing.schedule(bundle, by=user, at=moment)   # the worker publishes the drafts as they are now, or nothing

A record is in one open bundle at most. Whoever publishes needs the right to publish each record.
"""
