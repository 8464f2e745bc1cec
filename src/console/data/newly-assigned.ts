// What was given to this agent and never opened, past a reload too.
type Given = Readonly<Record<string, true>>;

export type NewlyAssignedStorage = ReturnType<typeof createNewlyAssignedStorage>;

export function createNewlyAssignedStorage(storage: Pick<Storage, 'getItem' | 'setItem'>, userId: string) {
  const key = `parley.given.${userId}`;
  let saved: Given | undefined;
  return {
    load(): Given {
      try {
        const ids: unknown = JSON.parse(storage.getItem(key) ?? '[]');
        saved = Object.fromEntries(Array.isArray(ids) ? ids.map((id) => [String(id), true as const]) : []);
      } catch {
        saved = {};
      }
      return saved;
    },
    save(given: Given): void {
      if (given === saved) return;
      saved = given;
      try {
        storage.setItem(key, JSON.stringify(Object.keys(given)));
      } catch {
        // Full or forbidden: a mark less after a reload.
      }
    },
  };
}
