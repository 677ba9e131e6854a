/* Palabre: everything works without this file. Nothing is stored on the device. */
(() => {
  "use strict";
  const on = (kind, then) => addEventListener(kind, then, true);

  // Quick exit: blank the page first, then let the server end the session; Back finds the exit page, not this one.
  const leave = () => {
    const link = document.querySelector("[data-exit]");
    const to = link ? link.href : "/exit/";
    document.title = "\u2060";
    document.documentElement.innerHTML = "";
    location.replace(to);
  };
  let shifts = [];
  on("keydown", (e) => {
    if (e.repeat) return;
    if (e.key !== "Shift") { shifts = []; return; }
    shifts = [...shifts.filter((t) => e.timeStamp - t < 2000), e.timeStamp];
    if (shifts.length > 2) leave();
  });
  on("click", (e) => {
    if (e.target.closest && e.target.closest("[data-exit]")) { e.preventDefault(); leave(); }
  });
  on("pageshow", (e) => { if (e.persisted) location.reload(); });

  // One press, one sending. The button opens again if no answer came; the key `once` keeps a second sending harmless.
  const busy = (form, yes) => {
    for (const one of form.elements) {
      if (one.type === "submit") yes ? one.setAttribute("aria-disabled", "true") : one.removeAttribute("aria-disabled");
    }
    if (yes) form.dataset.sent = 1; else delete form.dataset.sent;
  };
  on("submit", (e) => {
    const form = e.target;
    if (form.dataset.sent) { e.preventDefault(); e.stopImmediatePropagation(); return; }
    if (form.method !== "post") return;
    busy(form, true);
    setTimeout(() => busy(form, false), 15000);
  });
  on("htmx:afterRequest", (e) => { const form = e.target.closest("form"); if (form) busy(form, false); });
  const toast = (which) => {
    const box = document.querySelector(".toast");
    if (box) { box.textContent = box.dataset[which]; box.hidden = false; setTimeout(() => { box.hidden = true; }, 9000); }
  };
  on("htmx:sendError", () => toast("line"));
  on("htmx:timeout", () => toast("line"));
  on("htmx:responseError", () => toast("fault"));

  // Drafts: two seconds after the last key the form is sent to its data-autosave address, and again until it arrives.
  const late = new Map(), goal = new WeakMap();
  const tell = (form, key) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    const now = new Date(), two = (n) => String(n).padStart(2, "0");
    line.textContent = line.dataset[key].replace("HH", now.getHours()).replace("MM", two(now.getMinutes()));
  };
  const save = async (form, wait) => {
    clearTimeout(late.get(form));
    late.delete(form);
    const body = new FormData(form);
    body.delete("once");
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(goal.get(form), { method: "POST", body, keepalive: document.hidden, headers: { Accept: "application/json" } });
      if (answer.status >= 500) throw 0;
      if (!answer.ok || answer.redirected) return tell(form, "no");
      if ((answer.headers.get("Content-Type") || "").includes("json")) {
        for (const [name, value] of Object.entries(await answer.json())) if (form.elements[name]) form.elements[name].value = value;
      }
      if (!late.has(form)) tell(form, "ok");
    } catch {
      tell(form, "wait");
      if (!late.has(form)) later(form, wait, Math.min(wait * 2, 60000));
    }
  };
  const later = (form, wait, next) => {
    clearTimeout(late.get(form));
    late.set(form, setTimeout(() => save(form, next), wait));
  };
  on("input", (e) => {
    const form = e.target.form, holder = e.target.closest("[data-autosave]");
    if (!form || !holder) return;
    goal.set(form, holder.dataset.autosave);
    later(form, 2000, 5000);
  });
  const now = () => { for (const form of [...late.keys()]) save(form, 5000); };
  on("online", now);
  on("visibilitychange", () => { if (document.hidden) now(); });
  on("submit", (e) => { clearTimeout(late.get(e.target)); late.delete(e.target); });
})();
