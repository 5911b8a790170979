/* One press copies what is to be handed over, where a browser lets a page do so: by HTTPS, or on this computer. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
      button.nextElementSibling.textContent = button.dataset.said;
    });
  }
})();
