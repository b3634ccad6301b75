"""The public portal as files that any web server, or a mirror, can serve."""
