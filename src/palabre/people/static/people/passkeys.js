/* Passkeys: the one thing that cannot be done without a script. Every other way works without this file. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (rows) => (rows || []).map((row) => ({ ...row, id: bytes(row.id) }));

  const asked = (said) => {
    const options = { ...said, challenge: bytes(said.challenge) };
    if (said.user) options.user = { ...said.user, id: bytes(said.user.id) };
    if (said.excludeCredentials) options.excludeCredentials = listed(said.excludeCredentials);
    if (said.allowCredentials) options.allowCredentials = listed(said.allowCredentials);
    return { publicKey: options };
  };
  const told = (credential) => {
    const response = { clientDataJSON: words(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = words(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: words(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
  };

  const press = async (button) => {
    const form = button.form, failed = document.getElementById(button.dataset.failed);
    failed.hidden = true;
    try {
      const options = asked(JSON.parse(button.dataset.options));
      const credential = await navigator.credentials[button.dataset.passkey](options);
      form.elements.proof_state.value = button.dataset.state;
      form.elements.proof_credential.value = told(credential);
      form.requestSubmit(button);
    } catch {
      failed.hidden = false;
    }
  };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    button.disabled = false;
    const off = document.getElementById(button.dataset.off);
    if (off) off.hidden = true;
    button.removeAttribute("aria-describedby");
    button.addEventListener("click", (e) => {
      if (button.form.elements.proof_credential.value) return;
      e.preventDefault();
      press(button);
    });
  }
})();
