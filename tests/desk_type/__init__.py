"""A type of record for the tests alone: it has whatever the form of a record can hold, so that the kernel is seen to be general."""
