// What makes the pages quicker to use. Everything works without it.
"use strict";

// A form is sent once, however often its button is pressed. The button is
// freed again when the page is shown from the browser's memory.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  if (!button.dataset.label) button.dataset.label = button.textContent;
  if (button.classList.contains("primary")) button.textContent = document.body.dataset.sending;
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sent.delete(form);
  for (const button of document.querySelectorAll("button[data-label]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
  }
});

// Times of less than a day are counted down while the page is open, in the
// words that the page itself carries.
function countDown() {
  const words = document.body.dataset;
  for (const time of document.querySelectorAll("time[data-left]")) {
    const minutes = Math.floor((Date.parse(time.dateTime) - Date.now()) / 60000);
    if (minutes < 0) time.textContent = words.passed;
    else if (minutes < 60) time.textContent = words.minutes.replace("{m}", minutes);
    else if (minutes < 1440) time.textContent = words.hours.replace("{h}", Math.floor(minutes / 60)).replace("{m}", minutes % 60);
  }
}
setInterval(countDown, 20000);

// "/" goes to the search box and "c" to a new case. A key does nothing while
// somebody writes, while an input method composes, or together with Ctrl, Alt
// or Command.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    return;
  }
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.tagName === "INPUT") target.select();
  else target.click();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// The time zone is guessed from the browser and can be changed.
for (const select of document.querySelectorAll("select[data-guess=zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) continue;
  if (![...select.options].some((option) => option.value === zone)) select.add(new Option(zone, zone));
  select.value = zone;
}

// What was refused is read out first.
document.getElementById("wrongs")?.focus();
