"""The demo content: `fixtures/` read, checked and loaded through the forms and the workflow. One module per noun."""
