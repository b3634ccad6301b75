"""The cards that social networks show beside links: drawn for each record, and the picture that the owner chose for the site."""
