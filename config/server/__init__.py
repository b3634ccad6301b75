"""`python -m config.server`: the web server and the worker of a site as one service, renewed without a request refused.

It knows nothing of Django, so that it takes little memory and outlives releases: SIGHUP begins the programs of the release that
stands at its home by then, and ends those before once the new ones answer. Decision 0007 says why.
"""
