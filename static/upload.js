// The queue of uploads. Each file shows how far it is, can be cancelled and
// tried again, has a kind and a date of its own, and goes on where it stopped
// when the connection is lost. Without this script the form sends whole files.
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const words = form.dataset;
  const list = form.querySelector(".uploads");
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const atOnce = 3, patience = 8, many = 12;
  let rows = [], running = 0;

  for (const input of inputs) {
    input.addEventListener("change", () => {
      rows = rows.filter((row) => row.ended);
      list.replaceChildren(...rows.map((row) => row.item));
      form.querySelector(".arrived")?.remove();
      for (const one of inputs) for (const file of one.files) rows.push(makeRow(file));
      overall();
    });
  }
  for (const name of ["kind", "dated"]) {
    form.elements[name].addEventListener("change", () => {
      for (const row of rows) if (!row.touched.has(name) && !row.ended) row[name].value = form.elements[name].value;
    });
  }

  form.addEventListener("submit", (event) => {
    if (rows.every((row) => row.ended)) return; // nothing chosen: the server says so
    event.preventDefault();
    event.stopImmediatePropagation();
    const first = rows.find((row) => !row.ended);
    first.title = form.elements.title.value;
    for (const row of rows) Object.assign(row, { sent: true, keep: form.elements.keep.checked });
    fill();
  }, true);

  function make(tag, set, ...children) {
    const element = Object.assign(document.createElement(tag), set);
    element.append(...children);
    return element;
  }

  function makeRow(file) {
    const row = { file, title: "", keep: false, touched: new Set(), sent: false, ended: false, busy: false, kept: false, cancelled: false };
    row.bar = make("progress", { max: 1, value: 0 });
    row.bar.setAttribute("aria-label", file.name);
    row.stop = make("button", { type: "button", className: "btn small", textContent: words.cancel });
    row.said = make("span", { className: "said", textContent: words.waiting });
    row.kind = form.elements.kind.cloneNode(true);
    row.kind.removeAttribute("id");
    row.kind.removeAttribute("name");
    row.kind.setAttribute("aria-label", words.kind + ": " + file.name);
    row.kind.value = form.elements.kind.value;
    row.dated = make("input", { type: "date", value: form.elements.dated.value });
    row.dated.setAttribute("aria-label", words.dated + ": " + file.name);
    for (const name of ["kind", "dated"]) row[name].addEventListener("change", () => row.touched.add(name));
    row.of = make("span", { className: "of" }, row.kind, row.dated);
    row.item = make("li", {}, make("span", { className: "filename", textContent: file.name }), row.bar, row.stop, row.of, row.said);
    row.stop.addEventListener("click", () => (row.ended ? again(row) : cancel(row)));
    list.append(row.item);
    return row;
  }

  // again puts a file back into the queue. What is still under way from the
  // time before sees that it was cancelled; only then does the file begin anew.
  function again(row) {
    row.ended = false;
    row.bar.value = 0;
    row.bar.hidden = false;
    row.item.className = "";
    row.stop.textContent = words.cancel;
    row.said.textContent = words.waiting;
    if (row.sent) fill();
  }

  function cancel(row) {
    row.cancelled = true;
    row.request?.abort();
    if (row.ticket) row.gone = post(words.upload + "/" + row.ticket + "/cancel", {}).catch(() => {});
    row.ticket = "";
    end(row, words.cancelled, "bad");
  }

  // end says what became of a file; one that was not kept can be tried again.
  function end(row, text, kind) {
    row.ended = true;
    row.kept = kind !== "bad";
    row.said.textContent = text;
    row.item.className = kind;
    row.bar.hidden = kind === "bad";
    row.of.hidden = row.kept;
    row.stop.hidden = row.kept;
    row.stop.textContent = words.retry;
    overall();
  }

  // overall says how far all of them are, above the list. A long list scrolls by
  // itself, so that this line and the button beneath stay in sight.
  function overall() {
    list.classList.toggle("many", rows.length > many);
    if (rows.length < 2) return;
    let line = form.querySelector(".overall");
    if (!line) {
      line = make("p", { className: "overall" }, make("span"), make("progress"));
      line.lastChild.setAttribute("aria-hidden", "true");
      list.before(line);
    }
    const kept = rows.filter((row) => row.kept).length;
    const missed = rows.filter((row) => row.ended && !row.kept).length;
    line.firstChild.textContent = words.overall.replace("{n}", kept).replace("{all}", rows.length) + (missed ? "; " + words.missed.replace("{n}", missed) : "");
    Object.assign(line.lastChild, { max: rows.length, value: kept + missed });
  }

  function fill() {
    while (running < atOnce) {
      const row = rows.find((one) => one.sent && !one.ended && !one.busy);
      if (!row) break;
      Object.assign(row, { busy: true, cancelled: false });
      running++;
      row.done = send(row).catch((error) => { if (!row.ended && !row.cancelled) end(row, error.message || words.failed, "bad"); }).finally(() => {
        row.busy = false;
        running--;
        fill();
      });
    }
    if (running === 0 && rows.length > 0 && rows.every((row) => row.ended)) finished();
  }

  function finished() {
    for (const input of inputs) input.value = "";
    form.elements.title.value = "";
    const plain = rows.every((row) => row.kept && row.item.className === "good");
    if (plain) location.reload();
    else if (rows.some((row) => row.kept) && !form.querySelector(".arrived")) {
      list.after(make("p", { className: "arrived" }, make("a", { href: location.pathname, className: "btn", textContent: words.done })));
    }
    if (!plain) list.querySelector(".bad")?.scrollIntoView({ block: "nearest" });
  }

  // send brings one file over, piece by piece.
  async function send(row) {
    const file = row.file;
    if (file.size === 0) throw new Error(words.empty);
    if (file.size > Number(words.most)) throw new Error(words.large);
    await row.gone;
    const begun = await patiently(row, () => post(words.upload, { name: file.name, size: file.size, mark: file.name.slice(-120) + "|" + file.size + "|" + file.lastModified }));
    row.ticket = begun.ticket;
    const at = words.upload + "/" + begun.ticket;
    let arrived = begun.arrived;
    while (arrived < file.size && !row.cancelled) {
      arrived = await patiently(row, async (failed) => {
        if (failed) arrived = (await ask("GET", at)).arrived;
        if (arrived >= file.size) return arrived;
        return (await ask("POST", at + "?at=" + arrived, file.slice(arrived, arrived + begun.piece), row, arrived)).arrived;
      });
    }
    if (row.cancelled) return;
    row.said.textContent = words.checking;
    const sum = await digest(file);
    await turn(row);
    if (row.cancelled) return;
    const fields = { kind: row.kind.value, dated: row.dated.value, title: row.title, digest: sum };
    if (row.keep) fields.keep = "1";
    const told = await post(at + "/finish", fields);
    row.bar.value = 1;
    const parts = [words.kept + " " + told.letter];
    if (told.twin) parts.push(words.twin + " " + told.twin);
    if (told.other) parts.push(words.other + " " + told.other);
    end(row, parts.join("; "), parts.length > 1 ? "twin" : "good");
  }

  // turn waits until the files before this one have come, so that letters are
  // given in the order in which files were chosen.
  async function turn(row) {
    for (const one of rows.slice(0, rows.indexOf(row))) if (one.busy && !one.ended) await one.done;
  }

  // patiently tries again when the line is dead or another piece is still
  // coming in, and gives up when the server says no.
  async function patiently(row, act) {
    for (let tried = 0; ; tried++) {
      try {
        return await act(tried > 0);
      } catch (error) {
        if (row.cancelled || !error.lost || tried >= patience) throw error;
        row.said.textContent = words.failed;
        await new Promise((done) => setTimeout(done, Math.min(500 * 2 ** tried, 8000)));
      }
    }
  }

  // digest is the file's SHA-256 as this browser counts it; without a secure
  // connection or for a very large file the browser cannot.
  async function digest(file) {
    if (!window.crypto?.subtle || file.size > 256 << 20) return "";
    const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function post(url, fields) {
    return ask("POST", url, new URLSearchParams(fields));
  }

  function ask(method, url, body, row, from) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      if (row) {
        row.request = request;
        request.upload.addEventListener("progress", (event) => {
          row.bar.value = (from + event.loaded) / row.file.size;
          row.said.textContent = Math.floor(100 * row.bar.value) + " %";
        });
      }
      const lost = () => reject(Object.assign(new Error(words.failed), { lost: true }));
      request.addEventListener("error", lost);
      request.addEventListener("abort", lost);
      request.addEventListener("load", () => {
        let told = {};
        try { told = JSON.parse(request.responseText || "{}"); } catch { /* a page, not an answer: the status says enough */ }
        if (request.status < 300) resolve(told);
        else if (request.status === 409 || request.status >= 502) lost();
        else reject(new Error((told.sentences && told.sentences.join(" ")) || told.error || words.failed));
      });
      request.open(method, url);
      request.setRequestHeader("Accept", "application/json");
      if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(body);
    });
  }
}
