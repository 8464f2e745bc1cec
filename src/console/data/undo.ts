// For how long a reply can be taken back: an agent's choice, in this browser.
export const undoChoices = ['', '0', '5', '10'] as const;
export type UndoChoice = (typeof undoChoices)[number];

const keyOf = (userId: string) => `parley.undo.${userId}`;

/** '' is what holds until somebody chooses. */
export function undoChoice(storage: Pick<Storage, 'getItem'>, userId: string): UndoChoice {
  const kept = storage.getItem(keyOf(userId)) ?? '';
  return undoChoices.find((one) => one === kept) ?? '';
}

export function chooseUndo(storage: Pick<Storage, 'setItem'>, userId: string, choice: UndoChoice): void {
  storage.setItem(keyOf(userId), choice);
}

/** In seconds. A mail cannot be called back, and is waited for by nobody; in a chat somebody waits. */
export function undoSeconds(choice: UndoChoice, byMail: boolean): number {
  if (choice === '') return byMail ? 5 : 0;
  return Number(choice);
}
