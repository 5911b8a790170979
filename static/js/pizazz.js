/* Pizazz works wholly without this file. It adds: drafts kept while typing, a live count, "add
   another", one sending per press, focus on what is wrong, a word before an idle sign-out, and a
   print button. No library. Words come from the page (data attributes), so that they translate. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  /* Drafts: a form with data-draft-url is kept two seconds after typing stops, and when the page
     is left. Sent: {"fields": {name: text or list of texts}}. */
  function keepDrafts(form) {
    const status = form.querySelector("[data-draft-status]");
    let timer = 0;
    let kept = snapshot();

    function snapshot() {
      const fields = {};
      for (const [name, value] of new FormData(form)) {
        if (name === "csrfmiddlewaretoken" || typeof value !== "string") continue;
        if (name in fields) fields[name] = [].concat(fields[name], value);
        else fields[name] = value;
      }
      return JSON.stringify({ fields });
    }
    function say(key, time) {
      tell((status?.dataset[key] || "").replace("%time%", time || ""));
    }
    function tell(words) {
      if (status && status.textContent !== words) status.textContent = words;
    }
    async function keep(leaving) {
      clearTimeout(timer);
      const body = snapshot();
      if (body === kept || form.dataset.sent) return;
      const before = kept;
      kept = body; // so that leaving twice (hidden, then gone) sends once
      const failed = (key) => {
        if (kept === body) kept = before;
        say(key);
      };
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST",
          body,
          keepalive: leaving && body.length < 60000,
          redirect: "manual",
          credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token(form) },
        });
        if (answer.ok) {
          const told = await answer.json().catch(() => ({}));
          say("kept", told.kept_at || clock());
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          failed("signedOut");
        } else if (answer.status === 409 || answer.status === 422) {
          // Refused: the very same words would be so again, so they wait until they are changed.
          tell((await answer.json()).error);
        } else {
          failed("failed");
        }
      } catch {
        failed("failed");
      }
    }
    function plan(wait = 2000) {
      clearTimeout(timer);
      timer = setTimeout(() => keep(false), wait);
    }
    form.addEventListener("input", () => plan());
    form.addEventListener("change", () => plan());
    addEventListener("pagehide", () => keep(true));
    document.addEventListener("visibilitychange", () => document.hidden && keep(true));
    addEventListener("online", () => plan(200));
    setInterval(() => document.hidden || snapshot() === kept || plan(), 15000);
  }

  /* A count of characters, seen from the first one on, and said politely when typing pauses near
     the end of what fits. The browser would cut a long paste without a word, so its own limit is
     taken away: the server says what is too long. */
  function countCharacters(area) {
    const most = Number(area.dataset.count || area.getAttribute("maxlength"));
    if (!most) return;
    area.removeAttribute("maxlength");
    const seen = document.createElement("p");
    const heard = document.createElement("p");
    seen.className = "count";
    seen.setAttribute("aria-hidden", "true");
    heard.className = "visually-hidden";
    heard.setAttribute("role", "status");
    area.after(seen, heard);
    const form = new Intl.NumberFormat("en-GB");
    const words = document.body.dataset.countWords || "%used% of %most% characters";
    let timer = 0;
    const show = (aloud) => {
      const used = [...area.value].length;
      const near = used > most * 0.8;
      const text = words.replace("%used%", form.format(used)).replace("%most%", form.format(most));
      seen.textContent = used ? text : "";
      seen.classList.toggle("count--over", used > most);
      clearTimeout(timer);
      if (aloud && near) timer = setTimeout(() => (heard.textContent = text), 1200);
    };
    area.addEventListener("input", () => show(true));
    show(false);
  }

  /* "Add another": spare rows ([data-spare]) inside [data-add-another] are put away and come back
     one at a time. Without script they stand there, or in a details. */
  function addAnother(box) {
    const spares = all("[data-spare]", box).filter((row) => !filled(row));
    const button = document.createElement("button");
    const fold = box.querySelector("details[data-spares]");
    if (!spares.length) return;
    if (fold) {
      fold.open = true;
      fold.querySelector("summary").hidden = true;
    }
    spares.forEach((row) => (row.hidden = true));
    button.type = "button";
    button.className = "button--link";
    button.textContent = box.dataset.addAnother || "Add another";
    button.addEventListener("click", () => {
      const next = spares.shift();
      next.hidden = false;
      next.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      if (!spares.length) button.remove();
    });
    box.append(button);
  }
  function filled(row) {
    return all("input, textarea, select", row).some((control) =>
      control.matches("[type=radio], [type=checkbox]")
        ? control.checked
        : control.type !== "hidden" && control.value.trim() !== "" && control.tagName !== "SELECT",
    ) || row.querySelector(".error") !== null;
  }

  /* One press, one sending. After ten seconds, or on coming back, the button works again. */
  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 10000);
  }
  function release(form) {
    delete form.dataset.sent;
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  /* Five minutes before an idle sign-out: a quiet bar with one button. Keeping a draft counts. */
  function warnBeforeIdle(body) {
    const idle = Number(body.dataset.idleSeconds) * 1000;
    const before = Math.min(5 * 60 * 1000, idle / 2);
    const words = {
      soon: body.dataset.idleWords || "You will be signed out in five minutes.",
      stay: body.dataset.idleStay || "Stay signed in",
      out: body.dataset.idleOut || "You have been signed out. What you typed is still on this page.",
    };
    let until = Date.now() + idle;
    let bar = null;
    const plain = window.fetch;
    window.fetch = async (...args) => {
      const answer = await plain(...args);
      if (answer.ok) again();
      return answer;
    };
    function again() {
      until = Date.now() + idle;
      bar?.remove();
      bar = null;
    }
    function show(text, button) {
      if (!bar) {
        bar = document.createElement("div");
        bar.className = "warn-idle no-print";
        bar.setAttribute("role", "status");
        body.append(bar);
      }
      if (bar.dataset.text === text) return;
      bar.dataset.text = text;
      const frame = document.createElement("div");
      const line = document.createElement("p");
      frame.className = "frame";
      line.textContent = text;
      frame.append(line);
      if (button) {
        const stay = document.createElement("button");
        stay.type = "button";
        stay.className = "button button--quiet";
        stay.textContent = words.stay;
        stay.addEventListener("click", () =>
          fetch(body.dataset.keepaliveUrl, { credentials: "same-origin", redirect: "manual" }).catch(() => {}),
        );
        frame.append(stay);
      }
      bar.replaceChildren(frame);
    }
    setInterval(() => {
      const left = until - Date.now();
      if (left <= 0) show(words.out, false);
      else if (left <= before) show(words.soon, true);
    }, 5000);
  }

  all("form[data-draft-url]").forEach(keepDrafts);
  all("[data-count], textarea[maxlength]").forEach(countCharacters);
  all("[data-add-another]").forEach(addAnother);
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  document.addEventListener("submit", sendOnce);
  addEventListener("pageshow", (event) => event.persisted && all("form").forEach(release));
  if (document.body.dataset.idleSeconds) warnBeforeIdle(document.body);
  document.querySelector("[data-problem]")?.focus();
})();
