/* Passkeys: shows their forms, asks the browser for one, and sends its answer. Needs webauthn-json,
   which writes bytes as text. Without script, or where the browser has
   none, lines with data-no-passkey say so. */
(() => {
  "use strict";
  const supported = "PublicKeyCredential" in window && "webauthnJSON" in window;

  async function options(form) {
    const data = document.getElementById(form.dataset.options);
    if (data) return JSON.parse(data.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function credential(form) {
    const asked = await options(form);
    if (form.dataset.passkey === "get") return webauthnJSON.get(asked.request_options);
    const wanted = asked.creation_options;
    // Kept by the device itself, so that it can sign in without a name and a password.
    Object.assign(wanted.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
    return webauthnJSON.create(wanted);
  }

  document.querySelectorAll("[data-no-passkey]").forEach((line) => (line.hidden = supported));
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !supported;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation(); // it is sent once the device has answered
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
