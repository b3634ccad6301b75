"""Old addresses at the desk: the list, what readers ask for in vain, tables that come and go."""
