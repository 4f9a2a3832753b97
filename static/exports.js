// While an export is made, the list is looked at again until it is done.
"use strict";

(async () => {
  for (let wait = 800; document.querySelector("#exports[data-running]"); wait = Math.min(wait * 1.4, 5000)) {
    await new Promise((go) => setTimeout(go, wait));
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#exports");
      if (!fresh) return;
      document.querySelector("#exports").replaceWith(fresh);
    } catch {
      // The server is away for a moment; the next look tells.
    }
  }
})();
