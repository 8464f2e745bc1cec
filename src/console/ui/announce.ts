let region: HTMLElement | undefined;

/** Said to who listens to the page, and shown to nobody. */
export function announce(words: string): void {
  region ??= quiet();
  region.textContent = words;
}

function quiet(): HTMLElement {
  const made = document.createElement('div');
  made.className = 'hidden';
  made.setAttribute('role', 'status');
  document.body.append(made);
  return made;
}
