// Writing a letter: findings while one writes, saving by itself, nothing lost
// when the server, the session or another person gets in between, and moving
// things by hand. Everything works without it.
"use strict";

for (const form of document.querySelectorAll("form[data-write]")) write(form);

function write(form) {
  const words = form.dataset;
  const said = document.querySelector("[data-saved]");
  const memory = "reinstate:" + words.key + ":" + location.pathname;
  const fields = () => [...form.elements].filter((e) => e.name && e.type !== "hidden" && e.type !== "submit" && e.tagName !== "BUTTON");
  const value = (e) => (e.type === "checkbox" ? e.checked : e.value);
  const was = (name) => form.elements["was_" + name];
  const filled = new Map(fields().map((e) => [e, value(e)])); // as they were saved last
  let saveTimer = 0, checkTimer = 0, running = null, dirty = false, leaving = false, checks = 0;

  const show = (text, kind) => {
    said.textContent = text;
    said.className = "small muted " + (kind || "");
  };
  const changed = () => fields().filter((e) => filled.has(e) && filled.get(e) !== value(e));
  const composing = () => fields().filter((e) => e.name.startsWith("new_") && e.value.trim() !== "");

  // What is not saved is kept in this browser, with what it was written upon.
  function remember() {
    const kept = {};
    for (const e of [...changed(), ...composing()]) {
      const base = e.name.replace(/^(claim_\d+)_.*/, "$1");
      kept[e.name + (e.type === "checkbox" ? "=" + e.value : "")] = { value: value(e), was: was(base) ? was(base).value : "" };
    }
    try {
      if (Object.keys(kept).length > 0) localStorage.setItem(memory, JSON.stringify({ at: Date.now(), kept }));
      else localStorage.removeItem(memory);
    } catch { /* no room or not allowed: the page itself still holds the text */ }
  }

  function remembered() {
    try { return JSON.parse(localStorage.getItem(memory)); } catch { return null; }
  }

  // What an earlier page could not save is offered back, unless it was saved
  // after all.
  (function offer() {
    const old = remembered();
    const bar = document.querySelector("[data-rescue]");
    if (!old || !bar) return;
    const found = (name) => fields().find((e) => e.name + (e.type === "checkbox" ? "=" + e.value : "") === name);
    const lost = Object.entries(old.kept).filter(([name, one]) => { const e = found(name); return e && value(e) !== one.value; });
    if (lost.length === 0) return localStorage.removeItem(memory);
    const time = bar.querySelector("time");
    time.dateTime = new Date(old.at).toISOString();
    time.textContent = new Date(old.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    bar.hidden = false;
    bar.querySelector("[data-rescue-drop]").addEventListener("click", () => { localStorage.removeItem(memory); bar.hidden = true; });
    bar.querySelector("[data-rescue-take]").addEventListener("click", () => {
      for (const [name, one] of lost) {
        const e = found(name), base = was(name.replace(/=.*/, "").replace(/^(claim_\d+)_.*/, "$1"));
        if (e.type === "checkbox") e.checked = one.value; else e.value = one.value;
        if (base && one.was) base.value = one.was;
        e.closest("details")?.setAttribute("open", "");
      }
      bar.hidden = true;
      touched();
    });
  })();

  function touched() {
    remember();
    dirty = changed().length > 0;
    if (dirty) show(words.unsaved, "unsaved");
    clearTimeout(saveTimer);
    clearTimeout(checkTimer);
    if (dirty) saveTimer = setTimeout(save, 1200);
    checkTimer = setTimeout(check, 120);
  }
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);

  // The findings follow the text, a moment after one stops.
  async function check() {
    const mine = ++checks;
    try {
      const answer = await fetch(words.check, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (!answer.ok || mine !== checks) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const piece of fresh.querySelectorAll("[data-piece]")) {
        const there = document.querySelector(`[data-piece="${CSS.escape(piece.dataset.piece)}"]`);
        if (!there || there.contains(document.activeElement) || there.querySelector("details[open] input")) continue;
        if (there.innerHTML !== piece.innerHTML) there.replaceChildren(...piece.childNodes);
      }
      document.body.dataset.checked = String(Number(document.body.dataset.checked || 0) + 1);
    } catch { /* the server is away: saving says so */ }
  }

  // One save runs at a time: the next one is written upon what it answers.
  function save() {
    clearTimeout(saveTimer);
    if (running) { saveTimer = setTimeout(save, 300); return running; }
    running = send().finally(() => { running = null; });
    return running;
  }

  // Everything that is written is saved, or the page says why it is not.
  async function settled() {
    if (running) await running;
    if (changed().length > 0) await save();
  }

  async function send() {
    const sent = new Map(fields().map((e) => [e, value(e)]));
    show(words.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)), redirect: "manual",
      });
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (told.was) {
        saved(told, sent);
      } else if (answer.status === 401 || answer.type === "opaqueredirect") {
        show(words.signedout, "bad");
      } else {
        show(told.error || words.offline, "bad");
      }
    } catch {
      show(words.offline, "bad");
      saveTimer = setTimeout(save, 5000);
    }
  }

  function saved(told, sent) {
    const stale = new Set((told.stale || []).map((one) => one.field));
    const collided = (name) => [...stale].some((field) => name === field || name.startsWith(field + "_"));
    form.elements.version.value = told.version;
    for (const [name, sum] of Object.entries(told.was)) if (was(name)) was(name).value = sum;
    for (const [e, v] of sent) if (!collided(e.name) && !e.name.startsWith("new_")) filled.set(e, v);
    for (const [name, text] of Object.entries(told.fresh || {})) {
      const e = form.elements[name];
      if (!e || e.type === "hidden" || value(e) !== sent.get(e)) continue; // written on meanwhile
      e.value = text;
      filled.set(e, text);
    }
    for (const one of told.stale || []) collide(one);
    dirty = changed().length > 0;
    remember();
    if (stale.size > 0) show(told.error, "bad");
    else if (dirty) { show(words.unsaved, "unsaved"); saveTimer = setTimeout(save, 1200); }
    else show(told.saved);
    for (const length of document.querySelectorAll("[data-length]")) length.textContent = told.length;
  }

  // Both texts stand there; the person says which one goes on.
  function collide(one) {
    const e = form.elements[one.field];
    if (!e) return;
    document.getElementById("collision-" + one.field)?.remove();
    const box = document.createElement("div");
    box.className = "collision";
    box.id = "collision-" + one.field;
    box.setAttribute("role", "alert");
    const head = document.createElement("b");
    head.textContent = (one.gone ? words.gone : words.theirs).replace("{name}", one.by);
    const text = document.createElement("p");
    text.textContent = one.text;
    const button = (label, act) => {
      const b = document.createElement("button");
      b.type = "button";
      b.className = "btn small";
      b.textContent = label;
      b.addEventListener("click", () => { was(one.field).value = one.was; box.remove(); act(); });
      return b;
    };
    const row = document.createElement("div");
    row.className = "row tight";
    if (!one.gone) row.append(button(words.keep, () => { filled.set(e, null); save(); }));
    row.append(button(words.take, () => location.reload()));
    box.append(head, text, row);
    e.after(box);
    clearTimeout(saveTimer);
  }

  // Any other button of the page is pressed only after what was typed is safe.
  // The form itself waits for a save that is under way, so that it is not told
  // of its own text as of somebody else's.
  let pressed = false;
  document.addEventListener("submit", async (event) => {
    const own = event.target === form;
    if (own && !running) { leaving = true; clearTimeout(saveTimer); return; }
    if (!own && (!dirty && !running || leaving || event.target.method !== "post" || !document.contains(event.target))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pressed) return;
    pressed = true;
    await (own ? running : settled());
    pressed = false;
    if (!own && changed().length > 0) return;
    leaving = true;
    event.target.requestSubmit(event.submitter);
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (changed().length > 0 || composing().length > 0)) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // Sections, and claims of one kind beneath one cause, are moved by dragging
  // their heads.
  let dragged = null;
  for (const head of form.querySelectorAll(".parthead")) {
    head.draggable = true;
    head.title = words.drag;
    const box = head.closest("[data-claim], [data-section]");
    head.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      dragged = box;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      box.classList.add("dragging");
    });
    head.addEventListener("dragend", () => {
      box.classList.remove("dragging");
      for (const one of form.querySelectorAll(".dropbefore")) one.classList.remove("dropbefore");
    });
  }
  const beside = (target) => {
    if (!dragged) return null;
    if (dragged.dataset.section) return target.closest("[data-section]");
    for (let box = target.closest("[data-claim]"); box; box = box.parentElement.closest("[data-claim]")) {
      if (box.dataset.group === dragged.dataset.group) return box;
    }
    return null;
  };
  form.addEventListener("dragover", (event) => {
    const box = beside(event.target);
    if (!box || box === dragged) return;
    event.preventDefault();
    for (const one of form.querySelectorAll(".dropbefore")) one.classList.remove("dropbefore");
    box.classList.add("dropbefore");
  });
  form.addEventListener("drop", (event) => {
    const box = beside(event.target);
    if (!box || box === dragged) return;
    event.preventDefault();
    const then = document.createElement("input");
    then.type = "hidden";
    then.name = "then";
    then.value = dragged.dataset.section ? `before:section:${dragged.dataset.section}:${box.dataset.section}` : `before:claim:${dragged.dataset.claim}:${box.dataset.claim}`;
    form.append(then);
    form.requestSubmit();
  });
}
