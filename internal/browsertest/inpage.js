// What the driver asks of a page. It is evaluated by the debugger, so it works
// with the page's scripts switched off; it waits for nothing.
({
  text(element) {
    // What is folded away has no innerText, an option never has one.
    if (element.tagName === "OPTION") return element.label.replace(/\s+/g, " ").trim();
    return (element.innerText || element.value || element.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim();
  },

  visible(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  },

  // The first visible element with these words: one that has no others, or
  // else one that begins with them. Of several, the page's primary one.
  find(selector, words, scope) {
    const all = [...(scope || document).querySelectorAll(selector)].filter((element) => this.visible(element));
    const fits = [
      all.filter((element) => this.text(element) === words || element.getAttribute("aria-label") === words),
      all.filter((element) => this.text(element).startsWith(words)),
    ].find((list) => list.length > 0) || [];
    return fits.find((element) => element.matches(".primary")) || fits[0] || null;
  },

  clickable: "a[href], button, summary, label, input[type=submit]",

  // The smallest part of the page that has the words of where and something to
  // click with the words.
  within(where, words) {
    const parts = [...document.querySelectorAll("section, article, form, fieldset, details, dd, tr, li, .card, .claim")]
      .filter((part) => this.visible(part) && this.text(part).includes(where))
      .map((part) => this.find(this.clickable, words, part) && part).filter(Boolean);
    return parts.find((part) => !parts.some((other) => other !== part && part.contains(other))) || null;
  },

  // Drags one thing onto another, as the mouse does: the events, in order, and
  // the data between them.
  drag(from, onto) {
    const [source, target] = [from, onto].map((selector) => document.querySelector(selector));
    if (!source || !target) return { trouble: `there is no ${source ? onto : from}` };
    const dataTransfer = new DataTransfer();
    const tell = (element, name) => element.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
    tell(source, "dragstart");
    const taken = !tell(target, "dragover");
    if (taken) tell(target, "drop");
    tell(source, "dragend");
    return taken ? {} : { trouble: `${onto} does not take ${from}` };
  },

  // Where the mouse has to go, or what is in the way.
  place(element) {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = [...element.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    const top = document.elementFromPoint(x, y);
    if (!top) return { trouble: "it is outside of the window" };
    if (!element.contains(top) && !top.contains(element)) return { trouble: "it is covered by " + top.outerHTML.slice(0, 120) };
    return { x, y };
  },

  // Where something with these words can be clicked.
  aim(words, where) {
    const scope = where ? this.within(where, words) : document;
    const element = scope && this.find(this.clickable, words, scope);
    if (!element) return { trouble: "there is nothing of that name to click" };
    if (element.disabled || element.getAttribute("aria-disabled") === "true") return { trouble: "it is disabled" };
    return this.place(element);
  },

  // Where a spot of an element is, given in parts of its width and height.
  spot(selector, across, down) {
    const element = document.querySelector(selector);
    if (!element || !this.visible(element)) return { trouble: "it is not there" };
    element.scrollIntoView({ block: "start", behavior: "instant" });
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width * across, y: box.y + box.height * down };
  },

  field(name) {
    const all = [...document.querySelectorAll("input, textarea, select")]
      .filter((element) => element.name === name && element.type !== "hidden" && this.visible(element) && !element.disabled);
    return all.find((element) => !element.readOnly) || null;
  },

  // Readies a field for typing and says what kind it is.
  enter(name) {
    const element = this.field(name);
    if (!element) return { trouble: "there is no such field to be seen" };
    element.scrollIntoView({ block: "center", behavior: "instant" });
    element.focus();
    if (element.select) element.select();
    return { kind: element.type };
  },

  // Sets what cannot be typed: dates and choices.
  set(name, value) {
    const element = this.field(name);
    element.value = value;
    if (element.tagName === "SELECT") {
      const option = [...element.options].find((o) => o.value === value || this.text(o) === value) ||
        [...element.options].find((o) => this.text(o).includes(value));
      if (!option) return { trouble: "it offers only " + [...element.options].map((o) => this.text(o)).join(" | ") };
      element.selectedIndex = option.index;
    }
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
    return { kind: element.value === "" && value !== "" ? "" : element.type };
  },

  value(name) {
    const element = this.field(name) || [...document.querySelectorAll("input, textarea, select")].find((e) => e.name === name);
    if (!element) return null;
    return element.tagName === "SELECT" ? this.text(element.selectedOptions[0] || element) : element.value;
  },

  // What a person can read on the page, what stands in its fields included.
  words() {
    const fields = [...document.querySelectorAll("input:not([type=hidden]):not([type=password]), textarea")]
      .filter((element) => this.visible(element)).map((element) => element.value);
    return [document.body.innerText, ...fields].join("\n").replace(/[^\S\n]+/g, " ");
  },

  count(selector) {
    return [...document.querySelectorAll(selector)].filter((element) => this.visible(element)).length;
  },

  // What sticks out of the window to the right, the innermost elements only.
  wide() {
    const page = document.documentElement, limit = page.clientWidth;
    if (page.scrollWidth <= limit) return [];
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > limit + 0.5 && !this.scrolls(element.parentElement);
    });
    return [page.scrollWidth + " of " + limit + " pixels", ...out.filter((element) => !out.some((other) => other !== element && element.contains(other)))
      .slice(0, 4).map((element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160))];
  },

  // Whether the element lies in a part of the page that scrolls by itself.
  scrolls(element) {
    for (; element && element !== document.body; element = element.parentElement) {
      if (getComputedStyle(element).overflowX !== "visible") return true;
    }
    return false;
  },
})
