// What is odd about a record stands above its open form, unless the step before has just said so. Markup: <div data-notices="/where/to/ask">.
const place = document.querySelector("[data-notices]");

async function tell() {
  const answer = await fetch(place.dataset.notices);
  if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
}

if (place && !document.querySelector(".messagelist .warning")) tell().catch(() => {});
