/** Under which what goes out later in a conversation is kept. */
export const scheduledKey = (sessionId: string) => ['scheduled', sessionId] as const;
