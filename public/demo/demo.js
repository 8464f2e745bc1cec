// Calls before the embed script has loaded wait in its queue.
window.Parley =
  window.Parley ||
  function () {
    (window.Parley.q = window.Parley.q || []).push(arguments);
  };
for (const button of document.querySelectorAll('[data-open-chat]')) {
  button.addEventListener('click', () => window.Parley('open'));
}
