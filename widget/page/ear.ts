// Of a browser's tabs one listens: the one that is seen, and while none is, one of those that nobody sees, so that
// something says that an answer came. The others give their sockets back, since the edge allows a visitor three.

/** Takes where the conversation stands. `listen` says whether this tab, which nobody sees, is the one. */
export function ear(name: string, over: AbortSignal, listen: (isIt: boolean) => void) {
  let isOpen = false;
  let isAsked = false;
  let release = () => {};
  const look = () => {
    const { hidden } = document;
    release();
    if (!isOpen || over.aborted || (isAsked && hidden)) return;
    isAsked ||= hidden;
    // What is seen takes it at once. The browser takes it back from a tab that is gone; where there are no locks, nobody
    // goes on unseen.
    navigator.locks?.request(`${name}:ear`, hidden ? { signal: over } : { steal: true }, () => {
      isAsked &&= !hidden;
      if (!isOpen || document.hidden !== hidden) return;
      if (hidden) listen(true);
      return new Promise<void>((done) => (release = done));
    }).catch(() => {
      // Another tab is seen.
      if (!document.hidden) return;
      listen(false);
      look();
    });
  };
  document.addEventListener("visibilitychange", look, { signal: over });
  over.addEventListener("abort", () => release());
  return (state: string) => {
    isOpen = state === "open";
    look();
  };
}
