/* Pizazz works wholly without this file. Words come from the page. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const clock = (at = Date.now()) => new Date(at).toTimeString().slice(0, 5);
  const make = (tag, own) => Object.assign(document.createElement(tag), own);
  const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  let here = () => {}; // after each answer
  async function ask(address, options) {
    const own = { credentials: "same-origin", redirect: "manual" };
    const answer = await fetch(address, { ...own, ...options });
    if (answer.ok) here();
    return answer;
  }

  // What a browser stores is on a disk: no words.
  const mark = (boxes, root) =>
    [...all(boxes, root).map((box) => box.value).join("\n")]
      .reduce((sum, letter) => (sum * 31 + letter.codePointAt()) | 0, 0);

  // Back brings what was typed, but to nobody else; over what others saved since, as older than it.
  const SEEN = "[name=was], [name=seen]";
  const person = document.body.dataset.who;
  const who = person + mark(SEEN);
  const was = history.state?.who || who;
  function comeBack(form) {
    const typed = all("input, textarea", form).some((box) => box.value && box.value !== box.defaultValue);
    if (!typed || form.dataset.draftUrl || !was.startsWith(person)) form.reset();
    else all(SEEN, form).forEach((box) => (box.value = -1));
  }
  if (was !== who) addEventListener("pageshow", () => all("form").forEach(comeBack), { once: true });
  history.replaceState({ ...history.state, who }, "");

  /* Drafts: a form with data-draft-url is kept two seconds after typing stops, when it is sent, and
     when the page is left. The server refuses a draft whose key was saved, so a
     late one does not come back; what is typed after the form was sent is new: without the key.
     A page loaded anew waits for its last words, named by a cookie. Where it comes
     too late, it asks once more, unless it says what is wrong. */
  const LONGEST_WAIT = 10000; // ms
  const LEAVING_BYTES = 60000; // for a page that is gone
  const path = location.pathname;
  const [PREFIX, SECURE] = /s:/.test(location.protocol) ? ["__Secure-", "; secure"] : ["", ""];
  const drafts = [];
  function keepDrafts(form) {
    const status = form.querySelector("[data-draft-status]");
    const key = form.querySelector("[name=key]")?.value;
    let timer = 0;
    let kept = snapshot();
    let refused = null; // words that the server refused: they wait for a change
    let pressed = null; // the words as they were when the form was sent
    let going = null; // the draft under way
    let taken = null; // words that went along
    const left = document.cookie.match(/pizazz_leaving=([\w-]+)/)?.[1];
    const awaited = [status?.dataset.awaited, history.state?.left].includes(left);
    if (left && !awaited && !document.querySelector("[data-problem]")) {
      history.replaceState({ who, left }, "");
      location.reload();
    }

    function snapshot() {
      const fields = {};
      // A box that was unticked is kept, too: a browser says nothing of it.
      all("[type=checkbox]", form).forEach((box) => (fields[box.name] = ""));
      for (const [name, value] of new FormData(form)) {
        if (["csrfmiddlewaretoken", "key"].includes(name) || typeof value !== "string") continue;
        fields[name] = fields[name] ? [].concat(fields[name], value) : value;
      }
      return JSON.stringify(fields);
    }
    const typed = () => mark("textarea, [type=text]", form);
    function tell(words) {
      if (status && status.textContent !== words) status.textContent = words;
    }
    /* Gives what becomes of the words: kept, told (refused with a reason), waits, or the name of a
       sentence of the status line. */
    function keep({ leaving = false, gone = false, anyway = false, name = null } = {}) {
      clearTimeout(timer);
      const words = snapshot();
      if (!anyway && words === (going ? going.words : kept)) return going ? going.became : "kept";
      if (!anyway && words === refused) return "told";
      const isNew = pressed !== null && words !== pressed;
      if (isNew && form.dataset.sent && !gone) return "waits";
      if (going && !leaving) return plan(); // one at a time, or the older might be kept last
      const fields = JSON.parse(words);
      const body = JSON.stringify({ key: isNew ? null : key, leaving: name, fields });
      if (gone && !("keepalive" in Request.prototype)) { // Firefox before 133
        const sent = { csrfmiddlewaretoken: token(form), message: body };
        return navigator.sendBeacon(form.dataset.draftUrl, new URLSearchParams(sent));
      }
      const keepalive = leaving && new Blob([body]).size < LEAVING_BYTES;
      if (keepalive) going?.stop.abort();
      const mine = { words, stop: new AbortController() };
      going = mine;
      mine.became = send(body, keepalive, mine.stop).then(({ what, said, time }) => {
        if (going !== mine) return what; // a newer one has taken over
        going = null;
        if (what === "kept") kept = words;
        else taken = null;
        if (what === "told") refused = words;
        tell((said || status?.dataset[what] || "").replace("%time%", time));
        return what;
      });
      return mine.became;
    }
    async function send(body, keepalive, stop) {
      const late = setTimeout(() => stop.abort(), LONGEST_WAIT);
      try {
        const answer = await ask(form.dataset.draftUrl, {
          method: "POST",
          body,
          keepalive,
          signal: stop.signal,
          headers: { "Content-Type": "application/json", "X-CSRFToken": token(form) },
        });
        const told = await answer.json().catch(() => ({}));
        if (answer.ok) return { what: "kept", time: told.kept_at || clock() };
        if (answer.type === "opaqueredirect" || answer.status === 401) return { what: "signedOut" };
        if (answer.status === 403) return { what: "older" };
        return told.error ? { what: "told", said: told.error } : { what: "broken" };
      } catch {
        return { what: "failed" };
      } finally {
        clearTimeout(late);
      }
    }
    function plan(wait = 2000) {
      clearTimeout(timer);
      timer = setTimeout(keep, wait);
    }
    form.addEventListener("input", () => plan());
    form.addEventListener("change", () => plan());
    /* The last words go along, with a name for the next page. iPhones know no beforeunload. */
    function leave({ type }) {
      const words = snapshot();
      const { sent } = form.dataset;
      if ([kept, taken].includes(words) || (sent && type === "beforeunload")) return;
      taken = words;
      const name = sent ? null : crypto.randomUUID?.();
      if (name) document.cookie = `${PREFIX}pizazz_leaving=${name}; path=${path}; max-age=5; samesite=lax${SECURE}`;
      keep({ leaving: true, gone: true, anyway: going && name, name });
    }
    addEventListener("beforeunload", leave);
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => document.hidden && keep({ leaving: true }));
    addEventListener("online", () => plan(200));
    // What was sent, and Back brings again, is no draft, nor what was somebody else's.
    addEventListener("pageshow", () => {
      if (was !== who || typed() === Number(sessionStorage[path])) kept = snapshot();
    });
    setInterval(() => document.hidden || snapshot() === kept || plan(), 15000);
    drafts.push({
      form,
      keep,
      hasNews: () => going !== null || snapshot() !== kept,
      press() {
        pressed = snapshot();
        keep({ leaving: true });
        sessionStorage[path] = typed();
      },
      show: () => status?.scrollIntoView({ block: "center" }),
    });
  }

  /* A count of characters, said politely near the end. A browser would cut a long paste
     without a word, so the server says what is too long. */
  function countCharacters(area) {
    const most = Number(area.dataset.count || area.maxLength);
    if (!most) return;
    area.removeAttribute("maxlength");
    const seen = make("p", { className: "count" });
    const heard = make("p", { className: "visually-hidden" });
    seen.setAttribute("aria-hidden", "true");
    heard.setAttribute("role", "status");
    area.after(seen, heard);
    const { format } = new Intl.NumberFormat("en-GB");
    const words = document.body.dataset.countWords;
    let timer = 0;
    const show = (aloud) => {
      const used = [...area.value].length;
      const near = used > most * 0.8;
      const text = words.replace("%used%", format(used)).replace("%most%", format(most));
      seen.textContent = used ? text : "";
      seen.classList.toggle("count--over", used > most);
      clearTimeout(timer);
      if (aloud && near) timer = setTimeout(() => (heard.textContent = text), 1200);
    };
    area.addEventListener("input", () => show(true));
    show(false);
  }

  /* "Add another": spare rows ([data-spare]) are put away and come back one at a time. */
  function addAnother(box) {
    const spares = all("[data-spare]", box).filter((row) => !filled(row));
    const button = make("button", { type: "button", className: "button--link" });
    const fold = box.querySelector("details[data-spares]");
    if (!spares.length) return;
    if (fold) {
      fold.open = true;
      fold.querySelector("summary").hidden = true;
    }
    spares.forEach((row) => (row.hidden = true));
    button.textContent = box.dataset.addAnother;
    button.ariaLabel = `${button.textContent}: ${box.querySelector("label").textContent.trim()}`;
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
    const own = drafts.find((draft) => draft.form === form);
    if (form.dataset.sent || keptFirst(form, own, event.submitter)) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 10000);
    own?.press();
  }
  /* Say whether a press waits for the words. A browser that thinks it is offline would put its own
     page in their place: they reach the server first. Before another form (Sign out) they are kept;
     if they cannot be, that is said, and the next press goes. */
  function keptFirst(form, own, submitter) {
    const waiting = own ? [own].filter(() => !navigator.onLine) : drafts.filter((each) => each.hasNews());
    if (!waiting.length || form.dataset.asked) return false;
    Promise.all(waiting.map((draft) => draft.keep({ leaving: true, anyway: true }))).then((became) => {
      const goes = became.every((what) => (own ? what !== "failed" : what === "kept"));
      if (goes || !own) form.dataset.asked = "yes";
      // Safari before 16 has no requestSubmit.
      if (goes) (submitter || form.querySelector("button:not([type=button])")).click();
      else waiting[0].show();
    });
    return true;
  }
  function release(form) {
    delete form.dataset.sent;
    delete form.dataset.asked;
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  /* Five minutes before an idle sign-out: a bar. A kept draft counts, and a page in another tab. */
  function warnBeforeIdle(body) {
    const idle = body.dataset.idleSeconds * 1000;
    const before = Math.min(300000, idle / 2);
    const last = Date.now() + body.dataset.lastSeconds * 1000; // the latest
    const tabs = window.BroadcastChannel ? new BroadcastChannel("here") : {}; // Safari from 15.4
    const bar = make("div");
    let until = 0;
    let shown = "";
    let cameFrom = document.getElementById("main");
    bar.addEventListener("focusin", (event) => (cameFrom = event.relatedTarget || cameFrom));
    bar.setAttribute("role", "status"); // there before its words: they are read out
    body.append(bar);

    function again() {
      until = Math.min(Date.now() + idle, last);
      show("");
    }
    function show(words, button) {
      if (shown === words) return;
      shown = words;
      bar.className = words ? "warn-idle no-print" : "";
      if (!words) return fill();
      const frame = make("div", { className: "frame" });
      frame.append(make("p", { textContent: words }));
      if (button) {
        const stay = make("button", { type: "button", className: "button--quiet" });
        stay.textContent = body.dataset.idleStay;
        stay.onclick = asked;
        frame.append(stay);
      }
      fill(frame);
    }
    /* Whoever is on its button goes on with the next one, or where they came from. */
    function fill(...frame) {
      const within = bar.contains(document.activeElement);
      bar.replaceChildren(...frame);
      if (within) (bar.querySelector("button") || cameFrom).focus();
    }
    async function asked() {
      try {
        const { status } = await ask(body.dataset.keepaliveUrl);
        if (status > 204) throw status;
        if (!status) until = 0;
      } catch {
        return show(body.dataset.idleFailed, true);
      }
      look();
    }
    function look() {
      const left = until - Date.now();
      const words = until < last ? body.dataset.idleWords : body.dataset.lastWords;
      if (left <= 0) show(body.dataset.idleOut);
      else if (left <= before && shown !== body.dataset.idleFailed)
        show(words.replace("%time%", clock(until)), until < last);
    }
    here = () => {
      again();
      tabs.postMessage?.("");
    };
    tabs.onmessage = again;
    here();
    setInterval(look, 5000);
  }

  all("form[data-draft-url]").forEach(keepDrafts);
  all("[data-count], textarea[maxlength]").forEach(countCharacters);
  all("[data-add-another]").forEach(addAnother);
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  document.addEventListener("submit", sendOnce);
  addEventListener("beforeprint", () => all(".prints").forEach((fold) => (fold.open = true)));
  addEventListener("pageshow", (event) => event.persisted && all("form").forEach(release));
  if (document.body.dataset.idleSeconds) warnBeforeIdle(document.body);
  document.querySelector("[data-problem]")?.focus();
})();
