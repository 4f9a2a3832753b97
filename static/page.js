// An exhibit looked at page by page: the arrow keys turn pages, and a click on
// the page chooses the place of a note. Without this script there are links
// for the one and nine fields for the other.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const sheet = event.target.closest(".sheet");
  if (sheet && sheet.scrollWidth > sheet.clientWidth + 1) return; // there it scrolls
  const turn = [...document.querySelectorAll("[data-turn]")].find((link) => link.dataset.turn === event.key);
  if (!turn) return;
  event.preventDefault();
  turn.click();
});

const leaf = document.querySelector(".leaf[data-pins]");
const here = document.querySelector(".here");
if (leaf && here) {
  const mark = leaf.querySelector(".pins .new");
  const svg = leaf.querySelector(".pins");
  document.querySelector(".clicks").hidden = false;
  leaf.classList.add("clickable");

  leaf.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const box = leaf.getBoundingClientRect();
    const part = (at, from, size) => Math.min(1000, Math.max(0, Math.round((1000 * (at - from)) / size)));
    pin(part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height));
    document.getElementById("note").focus({ preventScroll: window.matchMedia("(min-width: 900px)").matches });
  });

  function pin(x, y) {
    mark.setAttribute("cx", (x * svg.viewBox.baseVal.width) / 1000);
    mark.setAttribute("cy", (y * svg.viewBox.baseVal.height) / 1000);
    mark.setAttribute("visibility", "visible");
    here.hidden = false;
    const choice = here.querySelector("input");
    choice.value = x + "," + y;
    choice.checked = true;
  }
  for (const choice of document.querySelectorAll("[name=spot]")) {
    choice.addEventListener("change", () => mark.setAttribute("visibility", choice === here.querySelector("input") ? "visible" : "hidden"));
  }
}
