// Tooltips that come at once and stay readable, on a touch screen too. Without it, the browser shows the same titles.

export const script = `"use strict";
const tip = document.createElement("div");
tip.id = "tip";
tip.hidden = true;
document.body.append(tip);
let title;
let text;
const release = () => {
  if (title) title.textContent = text;
  title = undefined;
  tip.hidden = true;
};
document.addEventListener("pointerover", (event) => {
  release();
  const mark = event.target.closest("[data-index], [data-step]");
  title = mark?.querySelector("title");
  if (!title) return;
  text = title.textContent;
  title.textContent = "";
  tip.textContent = text;
  tip.hidden = false;
  const box = mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  const above = box.top - tip.offsetHeight - 8;
  tip.style.left = Math.max(8, Math.min(box.left, room)) + scrollX + "px";
  tip.style.top = (above > 0 ? above : box.bottom + 8) + scrollY + "px";
});
document.addEventListener("pointerleave", (event) => {
  // A finger is lifted at once; its tooltip stays until the next touch.
  if (event.pointerType === "mouse") release();
});
`;

/** The hash of the script, by which the page allows it and no other. */
export const scriptHash = "sha256-2M4S2skNQDYHPUVJNjNfkR4iP5SzkV2OqTYUnxQ2h7o=";
