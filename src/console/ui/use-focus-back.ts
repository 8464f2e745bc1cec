import { useEffect } from 'react';

/** More than the fields of any dialog, through all of which somebody may have walked. */
const kept = 200;

/**
 * A dialog gives the focus back to where it came from. Those that are drawn only while they are open are gone before Mantine
 * could: without this, who closes one by a key begins again at the top of the page.
 */
export function useFocusBack(): void {
  useEffect(() => {
    /** Where the focus was, the latest last. */
    let before: HTMLElement[] = [];
    const gone = new MutationObserver(() => {
      if (document.activeElement !== document.body || before.at(-1)?.isConnected) return;
      before.findLast((one) => one.isConnected)?.focus({ preventScroll: true });
    });
    function came({ target }: FocusEvent) {
      if (!(target instanceof HTMLElement)) return;
      before = [...before.filter((one) => one !== target && one.isConnected), target].slice(-kept);
      const portal = target.closest('[role="dialog"]') && target.closest('[data-portal]');
      if (portal) gone.observe(portal, { childList: true, subtree: true });
    }
    /** Who put the focus down on purpose has it nowhere: a key is the inbox's then, not a letter in the field that they left. */
    function left({ target, relatedTarget }: FocusEvent) {
      if (relatedTarget || !(target instanceof HTMLElement) || target.closest('[role="dialog"]')) return;
      queueMicrotask(() => {
        if (target.isConnected && document.activeElement === document.body) before = [];
      });
    }
    document.addEventListener('focusin', came);
    document.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('focusin', came);
      document.removeEventListener('focusout', left);
      gone.disconnect();
    };
  }, []);
}
