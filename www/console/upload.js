// Files that an agent sends (U8): what was chosen, dropped or pasted, held until it is at the edge. By XMLHttpRequest,
// since `fetch` does not tell how much of a body has gone.
const kept = new Map();
const going = new Map();
// After so long without a byte nobody waits any more. The edge's own scanner may take half of it.
const PATIENCE = 60_000;

const brings = ({ dataTransfer }) => dataTransfer?.types.includes("Files");

// Dropped beside the place for it, a file would be opened in place of the console.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.defaultPrevented || !brings(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}

/** Whether something is dragged over an element that can be dropped there; then it may be. */
export function over(event) {
  if (!brings(event)) return false;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  return true;
}

/** Whether what is dragged has left the element that listens, and not only for one within. */
export const left = ({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget);

/** The files that an event brings: it is no other event then. */
export function brought(event) {
  const { dataTransfer, clipboardData, target } = event;
  if (!dataTransfer && !clipboardData) {
    const files = [...target.files];
    // The same file can be chosen again.
    target.value = "";
    return files;
  }
  // Programs for texts and tables bring a picture of what was copied, too.
  const types = clipboardData?.types ?? [];
  if (types.includes("text/plain") && types.includes("text/html")) return [];
  const items = [...(dataTransfer ?? clipboardData).items].filter(({ kind }) => kind === "file");
  // A folder has no bytes.
  const files = items.filter((item) => !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile());
  if (dataTransfer || files.length) event.preventDefault();
  return files.filter(Boolean);
}

/** Holds a file until it is sent or dropped. */
export const keep = (id, file) => kept.set(id, file);

/** Lets go of a file, and of sending it. */
export function drop(id) {
  kept.delete(id);
  going.get(id)?.abort();
}

/** Sends a file, and tells how many hundredths have gone. Gives the status and the text of the answer; 0 where there
 *  was none, and -1 where the file cannot be read. */
export async function send(id, address, tell) {
  const file = kept.get(id);
  const name = encodeURIComponent(file.name.toWellFormed());
  const answer = await post(id, `${address}&name=${name}`, file, tell);
  const isRead = answer[0] || (await file.slice(0, 1).arrayBuffer().catch(() => {}));
  return isRead ? answer : [-1, ""];
}

function post(id, address, file, tell) {
  const request = new XMLHttpRequest();
  going.set(id, request);
  return new Promise((done) => {
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), PATIENCE);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      wait();
      tell(Math.floor((100 * loaded) / total));
    };
    request.onloadend = () => {
      clearTimeout(timer);
      going.delete(id);
      done([request.status, request.responseText]);
    };
    request.open("POST", address);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
    wait();
  });
}
