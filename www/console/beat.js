// A clock that a tab in the background does not slow down.
setInterval(() => postMessage(0), 5000);
