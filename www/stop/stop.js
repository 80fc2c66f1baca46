// The page behind "No more mail" (SPEC.md, M2). The token stands in the fragment, which browsers never send; a
// scanner that follows links stops nothing.
const site = new URLSearchParams(location.search).get("site");
const token = location.hash.slice(1);
const said = document.getElementById("said");
const button = document.getElementById("stop");

if (site && token) {
  button.disabled = false;
} else {
  said.textContent = "This link is not whole. Open it from the mail once more.";
}

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const path = `/v1/sites/${encodeURIComponent(site)}/mail/stop?t=${encodeURIComponent(token)}`;
    const answer = await fetch(path, { method: "POST" });
    if (answer.ok) {
      said.textContent = "Done. No more mail comes to you from here.";
      button.hidden = true;
    } else {
      said.textContent = (await answer.json()).message;
      button.disabled = answer.status === 401;
    }
  } catch {
    said.textContent = "That did not get through. Please try again.";
    button.disabled = false;
  }
});
