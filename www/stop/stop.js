// The page behind "No more mail" (SPEC.md, M2). The token stands in the fragment, which browsers never send; a
// scanner that follows links stops nothing.
const site = new URLSearchParams(location.search).get("site");
const token = location.hash.slice(1);
const said = document.getElementById("said");
const button = document.getElementById("stop");
const lost = "That did not get through. Please try again.";

if (site && token) {
  button.hidden = false;
} else {
  said.textContent = "This link is not whole. Please open it from the mail once more.";
}

button.addEventListener("click", async () => {
  button.disabled = true;
  said.textContent = "One moment…";
  const [text, isOver] = await stop();
  said.textContent = text;
  button.hidden = isOver;
  button.disabled = false;
});

/** What came of it, and whether there is nothing more to do. */
async function stop() {
  const path = `/v1/sites/${encodeURIComponent(site)}/mail/stop?t=${encodeURIComponent(token)}`;
  try {
    const answer = await fetch(path, { method: "POST" });
    if (answer.ok) return ["Done. No more mail goes to this address from here.", true];
    const problem = await answer.json();
    // A link that is not valid stays so, and so does an unknown site.
    return [problem.message ?? lost, answer.status === 401 || answer.status === 404];
  } catch {
    return [lost, false];
  }
}
