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

// Evidence is sent one file at a time, so that each shows how far it is, can be
// cancelled, and stays when another fails.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const words = form.dataset;
  const list = form.querySelector(".uploads");
  form.addEventListener("submit", async (event) => {
    const input = form.querySelector("input[type=file]");
    const files = [...input.files];
    if (files.length === 0 || event.submitter?.getAttribute("aria-disabled")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    list.replaceChildren();
    const rows = files.map((file) => row(file));
    let kept = 0;
    for (const [i, file] of files.entries()) kept += await send(file, rows[i], i === 0);
    button?.removeAttribute("aria-disabled");
    input.value = "";
    form.querySelector("[name=title]").value = "";
    if (kept === files.length && !list.querySelector(".twin")) location.reload();
    else if (kept > 0) done();
  }, true);

  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    name.className = "filename";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "btn small";
    cancel.textContent = words.cancel;
    const said = document.createElement("span");
    said.className = "said";
    said.textContent = words.waiting;
    item.append(name, bar, cancel, said);
    list.append(item);
    const made = { item, bar, cancel, said, cancelled: false, end: null };
    cancel.addEventListener("click", () => {
      made.cancelled = true;
      made.end?.();
      tell(made, words.cancelled, "bad");
    });
    return made;
  }

  function tell(row, text, kind) {
    row.said.textContent = text;
    row.item.className = kind;
    row.cancel.hidden = true;
    row.bar.hidden = kind === "bad";
  }

  function send(file, row, first) {
    if (row.cancelled) return 0;
    if (file.size > Number(words.most)) {
      tell(row, words.large, "bad");
      return 0;
    }
    return new Promise((resolve) => {
      const body = new FormData();
      for (const name of ["kind", "dated"]) body.append(name, form.elements[name].value);
      if (first) body.append("title", form.elements.title.value);
      body.append("file", file);
      const request = new XMLHttpRequest();
      row.end = () => { request.abort(); resolve(0); };
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        row.bar.value = event.loaded / event.total;
        row.said.textContent = Math.floor(100 * row.bar.value) + " %";
      });
      request.addEventListener("load", () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* a page, not an answer: the status says enough */ }
        if (request.status === 200 && answer.letter) {
          row.bar.value = 1;
          if (answer.twin) tell(row, words.kept + " " + answer.letter + "; " + words.twin + " " + answer.twin, "twin");
          else tell(row, words.kept + " " + answer.letter, "good");
          resolve(1);
        } else {
          tell(row, (answer.sentences && answer.sentences.join(" ")) || answer.error || words.failed, "bad");
          resolve(0);
        }
      });
      request.addEventListener("error", () => { tell(row, words.failed, "bad"); resolve(0); });
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  function done() {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = location.pathname;
    link.className = "btn";
    link.textContent = words.done;
    item.append(link);
    list.append(item);
    link.focus();
  }
}
