// Keys, the local time on hover, and forms that apply a choice at once. Every page works without this file.

const typing = (e) => e.target.closest("input, select, textarea, dialog, [contenteditable]") !== null;

function rows() {
  return [...document.querySelectorAll("table[data-rows] tbody tr")].filter((row) => row.querySelector("a"));
}

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by));
  const link = all[next].querySelector("a");
  link.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

const places = { s: "/", l: "/listings", t: "/trends", o: "/sources" };
let waitingForPlace = 0;

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "Escape" && document.activeElement?.id === "q") {
    document.activeElement.blur();
    return;
  }
  if (typing(e)) return;
  if (performance.now() < waitingForPlace && places[e.key]) {
    const link = [...document.querySelectorAll(".rail a")].find((a) => new URL(a.href).pathname === places[e.key]);
    waitingForPlace = 0;
    e.preventDefault();
    link?.click();
    return;
  }
  switch (e.key) {
    case "/":
      e.preventDefault();
      document.getElementById("q").focus();
      document.getElementById("q").select();
      break;
    case "j":
      step(1);
      break;
    case "k":
      step(-1);
      break;
    case "g":
      waitingForPlace = performance.now() + 1500;
      break;
    case "?":
      document.getElementById("keys").showModal();
      break;
  }
});

for (const form of document.forms) {
  if (form.method === "dialog") continue;
  // An untouched field is no part of the question, and the address stays short.
  form.addEventListener("submit", () => {
    if (form.method !== "get") return;
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true;
    }
  });
}

window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(":disabled")) field.disabled = false;
});

for (const choice of document.querySelectorAll("select[data-submit]")) {
  // Only where a pointer chose: with the keyboard each arrow press would be a choice.
  let byPointer = false;
  choice.addEventListener("pointerdown", () => { byPointer = true; });
  choice.addEventListener("keydown", () => { byPointer = false; });
  choice.addEventListener("change", () => { if (byPointer) choice.form.requestSubmit(); });
}

// One comparison is chosen at a time: an event, two ranges, or the days before.
for (const field of document.querySelectorAll("[data-or]")) {
  field.addEventListener("change", () => {
    if (field.value === "") return;
    for (const other of field.form.querySelectorAll("[data-or]")) {
      if (other.dataset.or !== field.dataset.or) other.value = "";
    }
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[datetime$='Z']")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf())) time.title = `${time.dateTime} · here ${local.format(at)}`;
}
