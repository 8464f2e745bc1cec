/** The visitor token in the host page's own storage; in memory where that is forbidden. */
export function createToken(key: string): { get(): string | null; set(token: string): void } {
  let kept: string | null = null;
  return {
    get() {
      try {
        return localStorage.getItem(key) ?? kept;
      } catch {
        return kept;
      }
    },
    set(token) {
      kept = token;
      try {
        localStorage.setItem(key, token);
      } catch {
        // It lasts as long as the page.
      }
    },
  };
}
