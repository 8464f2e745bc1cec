/** What a `system` message says happened. */
export const systemActions = [
  'claimed',
  'transferred',
  'queued',
  'closed',
  'reopened',
  'given_to_ai',
  'rated',
  'labeled',
  'prioritized',
  'agent_left',
  'snoozed',
  'unsnoozed',
  'erased',
  'reacted',
  'edited',
  'revoked',
  'identity_changed',
  'mailed',
  'rating_asked',
  'promise_broken',
  'merged',
  'merged_here',
  'separated',
  'separated_here',
] as const;

export type SystemAction = (typeof systemActions)[number];
