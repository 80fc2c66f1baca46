// Of the tabs that nobody sees, one goes on listening while the conversation is open: it has what says that an answer
// came. The others give their sockets back, since the edge allows a visitor three.

/** Takes where the conversation stands. `listen` is called in the one tab, each time that nobody sees it any more. */
export function ear(name: string, over: AbortSignal, listen: () => void) {
  let isOpen = false;
  let isAsked = false;
  let release = () => {};
  const look = () => {
    release();
    if (isAsked || !isOpen || !document.hidden) return;
    isAsked = true;
    // The browser takes it back from a tab that is gone. Where there are no locks, nobody goes on.
    navigator.locks?.request(`${name}:ear`, { signal: over }, () => {
      isAsked = false;
      if (!isOpen || !document.hidden) return;
      listen();
      return new Promise<void>((done) => (release = done));
    }).catch(() => {});
  };
  document.addEventListener("visibilitychange", look, { signal: over });
  over.addEventListener("abort", () => release());
  return (state: string) => {
    isOpen = state === "open";
    look();
  };
}
