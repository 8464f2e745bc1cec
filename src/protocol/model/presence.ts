// Who of the team is there.

export const presences = ['online', 'away', 'offline'] as const;

export type Presence = (typeof presences)[number];
