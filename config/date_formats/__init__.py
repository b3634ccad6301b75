"""How dates look where nothing else is said: the lists of the desk, in each language of the interface (Django's FORMAT_MODULE_PATH)."""
