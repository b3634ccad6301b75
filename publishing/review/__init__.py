"""Reading a draft together before it is public: rounds of review, comments, links for readers without an account."""
