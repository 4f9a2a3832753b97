// While something is made in the background, the part of the page that tells
// how far it is is looked at again until it is done.
"use strict";

(async () => {
  const running = () => document.querySelector("[data-running]");
  for (let wait = 800; running(); wait = Math.min(wait * 1.4, 5000)) {
    await new Promise((go) => setTimeout(go, wait));
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(running().id);
      if (!fresh) return location.reload(); // it is over, and what comes next stands there instead
      running().replaceWith(fresh);
    } catch {
      // The server is away for a moment; the next look tells.
    }
  }
})();
