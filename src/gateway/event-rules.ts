// Every socket event on one page: what it asks for, and what it counts against. An event without a row does not compile.
import type { Permission } from '../identity/principal';
import type { AgentEvent, CustomerEvent } from '../protocol/sockets';
import type { RateLimited } from './rate-rules';

export interface Rule {
  /** 'own' = the caller's own conversation or account, nothing more is needed. */
  permission: Permission | 'own';
  limit: Extract<RateLimited, 'message' | 'agent_message' | 'event' | 'visit'>;
  /** It answers with a page of a log, for which there must be room. */
  reads?: true;
}

const own = (limit: Rule['limit']): Rule => ({ permission: 'own', limit });
const read = { permission: 'sessions:read', limit: 'event' } as const;
const write = { permission: 'sessions:write', limit: 'event' } as const;

/**
 * What becomes of an event of a blocked customer: what writes, or tells anybody anything, is refused, or means nothing;
 * what only reads is served. `test/flows/blocked-customers.test.ts` sends each.
 */
export type WhileBlocked = 'refused' | 'ignored' | 'served';

/** A customer reaches its own session only: no event names one of somebody else. */
export const customerRules: Record<CustomerEvent, Rule & { whileBlocked: WhileBlocked }> = {
  'message:send': { ...own('message'), whileBlocked: 'refused' },
  'session:sync': { ...own('event'), reads: true, whileBlocked: 'served' },
  'session:request_human': { ...own('event'), whileBlocked: 'refused' },
  'session:rate': { ...own('event'), whileBlocked: 'refused' },
  'session:close': { ...own('event'), whileBlocked: 'refused' },
  'session:transcript': { ...own('event'), whileBlocked: 'refused' },
  'session:bring': { ...own('message'), whileBlocked: 'refused' },
  'message:read': { ...own('event'), whileBlocked: 'ignored' },
  'message:feedback': { ...own('event'), whileBlocked: 'refused' },
  // Each is a line of the log.
  'message:react': { ...own('message'), whileBlocked: 'refused' },
  typing: { ...own('event'), whileBlocked: 'ignored' },
  'auth:refresh': { ...own('event'), whileBlocked: 'served' },
  'customer:contact': { ...own('event'), whileBlocked: 'refused' },
  'customer:visit': { ...own('visit'), whileBlocked: 'ignored' },
};

export const agentRules: Record<AgentEvent, Rule> = {
  'presence:set': own('event'),
  'presence:active': own('event'),
  'auth:refresh': own('event'),
  'session:open': { ...read, reads: true },
  'session:leave': read,
  'message:read': write,
  typing: write,
  'message:send': { permission: 'sessions:write', limit: 'agent_message' },
  'session:claim': write,
  'session:transfer': write,
  'session:close': write,
  'session:reopen': write,
};
