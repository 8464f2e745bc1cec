// Who a note calls: by @ and their name, as the list puts it there or as it was typed.

interface Named {
  id: string;
  displayName: string;
}

export interface Called {
  from: number;
  /** Exclusive. */
  to: number;
}

/** Ids of those whom the text names. */
export function mentionsIn(text: string, agents: readonly Named[]): string[] {
  const names = agents.map(({ displayName }) => displayName).filter(Boolean);
  const called = new Set(callsIn(text, names).map(({ from, to }) => text.slice(from + 1, to)));
  return agents.filter(({ displayName }) => called.has(displayName)).map(({ id }) => id);
}

/** Where the names stand, the longest first: "@Ada Lovelace" calls no Ada. */
export function callsIn(text: string, names: readonly string[]): Called[] {
  const found: Called[] = [];
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    const call = `@${name}`;
    for (let at = text.indexOf(call); at >= 0; at = text.indexOf(call, at + 1)) {
      const to = at + call.length;
      const isWhole = !/[\p{L}\p{N}]/u.test(text[to] ?? '') && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
      if (isWhole && found.every((one) => to <= one.from || at >= one.to)) found.push({ from: at, to });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}
