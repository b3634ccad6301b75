// A long bulk action goes on by itself; without script its button does.
document.querySelector("form[data-proceed]")?.requestSubmit();
