// /chat/SITE: the widget of a site as a page of its own, for pages whose policy refuses Wasm, and for links in mails and
// elsewhere. The same tag as everywhere, and the panel opened by the same call that any page has.
const site = location.pathname.split("/")[2];
const said = document.getElementById("said");

window.Porchlight = function () {
  (window.Porchlight.q ??= []).push(arguments);
};

const open = async () => {
  if (!(await window.Porchlight("open"))) said.textContent = "Nobody is in right now. This page opens the chat as soon as somebody is.";
};

try {
  const answer = await fetch(`/v1/sites/${site}/widget`);
  if (!answer.ok) throw answer.status;
  const { name } = await answer.json();
  document.title = document.getElementById("name").textContent = name;
  // Escape closes the panel elsewhere; here it is all there is.
  window.Porchlight("on", "close", open);
  // Nobody is in, and the site shows nothing then: that changes.
  window.Porchlight("on", "mode", open);
  const tag = document.createElement("script");
  tag.src = "/porchlight.js";
  tag.dataset.site = site;
  tag.onload = open;
  document.body.append(tag);
} catch (problem) {
  said.textContent = problem === 404 ? "There is no such chat. The address may be old." : "The server was not reached. Load the page again.";
}
