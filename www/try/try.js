// A page that carries the widget of any site: the same tag as everywhere, and what it is going to show.
const site = new URLSearchParams(location.search).get("site") ?? "";
const said = document.getElementById("said");

const told = {
  live: "Somebody is in: visitors see Live Chat, and so do you, in the corner.",
  messaging: "Nobody is in: visitors see Messaging, and so do you, in the corner.",
  hidden: "Nobody is in, and your settings say that visitors see nothing then. Go online, and the widget appears in the corner.",
};

try {
  const answer = await fetch(`/v1/sites/${encodeURIComponent(site)}/presence`);
  if (answer.ok) {
    const { mode } = await answer.json();
    said.textContent = told[mode] ?? told.messaging;
    const tag = document.createElement("script");
    tag.src = "/porchlight.js";
    tag.dataset.site = site;
    document.body.append(tag);
  } else {
    said.textContent = "There is no such site. Open this page from your console: it names yours.";
  }
} catch {
  said.textContent = "The server was not reached. Load the page again.";
}
