// Every socket event on one page: what it asks for, and what it counts against. An event without a row does not compile.
import type { Permission } from '../identity/principal';
import type { AgentEvent, CustomerEvent } from '../protocol/sockets';
import type { RateLimited } from './store';

export interface Rule {
  /** 'own' = the caller's own conversation or account, nothing more is needed. */
  permission: Permission | 'own';
  limit: Extract<RateLimited, 'message' | 'agent_message' | 'event'>;
  /** It answers with a page of a log, for which there must be room. */
  reads?: true;
}

const own = (limit: Rule['limit']): Rule => ({ permission: 'own', limit });
const read = { permission: 'sessions:read', limit: 'event' } as const;
const write = { permission: 'sessions:write', limit: 'event' } as const;

/** A customer reaches its own session only: no event names one of somebody else. */
export const customerRules: Record<CustomerEvent, Rule> = {
  'message:send': own('message'),
  'session:sync': { ...own('event'), reads: true },
  'session:request_human': own('event'),
  'session:rate': own('event'),
  'session:close': own('event'),
  'session:transcript': own('event'),
  'session:bring': own('message'),
  'message:read': own('event'),
  'message:feedback': own('event'),
  typing: own('event'),
  'auth:refresh': own('event'),
  'customer:contact': own('event'),
};

export const agentRules: Record<AgentEvent, Rule> = {
  'presence:set': own('event'),
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
