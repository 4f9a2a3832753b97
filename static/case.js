// What makes the pages of a case quicker to use. Everything works without it.
"use strict";

// Files can be dropped anywhere on a page that takes them.
for (const form of document.querySelectorAll("form:has([data-drop]), form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    form.classList.remove("dropping");
    const taken = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) taken.items.add(file);
    input.files = taken.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// The plan saves itself a moment after one stops writing. Nothing is sent while
// an input method composes, and what could not be saved stays in the page.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const words = form.dataset;
  const said = form.querySelector("[data-saved]");
  const length = form.querySelector("[data-length]");
  const version = form.elements.version;
  let timer = 0, saving = false, again = false, dirty = false, stopped = false;

  const show = (text, kind) => {
    said.textContent = text;
    said.className = "small muted " + (kind || "");
  };
  form.addEventListener("input", () => {
    dirty = true;
    if (stopped) return;
    show(words.unsaved, "unsaved");
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    stopped = true;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (!stopped) save();
    else form.requestSubmit();
  });

  async function save() {
    clearTimeout(timer);
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    dirty = false;
    show(words.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)), redirect: "manual",
      });
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (answer.ok && told.version) {
        version.value = told.version;
        show(dirty ? words.unsaved : told.saved, dirty ? "unsaved" : "");
        if (length) length.textContent = told.length;
      } else {
        dirty = true;
        stopped = answer.status === 409 || answer.status === 401 || answer.type === "opaqueredirect" || !told.error;
        show(told.error || words.signedout, "bad");
      }
    } catch {
      dirty = true;
      show(words.offline, "bad");
      timer = setTimeout(save, 10000);
    }
    saving = false;
    if (again && !stopped) {
      again = false;
      save();
    }
  }
}
