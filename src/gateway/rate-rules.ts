// How often each thing may be done, and by whom it is counted; what counts is in `stores/redis`, else in this process.
import type { Quota } from '../errors';
import { networkOf } from '../tools/network-address';

export interface RateRule {
  /** How many in a window of `seconds`, counted from the first. */
  points: number;
  seconds: number;
  /** While the shared counter is gone: refuse (guessing passwords), or count in this process (writing messages). */
  whenGone: 'refuse' | 'count_here';
}

/** What is limited, by what; the part before the id in `ratelimit:{type}:{id}`. */
export const rateRules = {
  /** By e-mail address as one network address tries it, given back on success: a stranger locks nobody else out. */
  login: { points: 10, seconds: 900, whenGone: 'refuse' },
  /** By e-mail address, whoever tries; given back on success. */
  login_account: { points: 100, seconds: 900, whenGone: 'refuse' },
  /** Failures, by network (/64 of IPv6). */
  login_address: { points: 50, seconds: 900, whenGone: 'refuse' },
  /** Failures, by /48 of IPv6. */
  login_ring: { points: 200, seconds: 900, whenGone: 'refuse' },
  /** Looks at links of invitations and new passwords, by network. */
  link: { points: 30, seconds: 900, whenGone: 'refuse' },
  /** Invitations, by organization: each may bring a mail to a stranger. */
  invitation: { points: 100, seconds: 3_600, whenGone: 'refuse' },
  /** Forgotten passwords, by network and by address: each may bring a mail. */
  forgot: { points: 10, seconds: 900, whenGone: 'refuse' },
  forgot_account: { points: 3, seconds: 3_600, whenGone: 'refuse' },
  /** Handshakes, by network. */
  connect: { points: 300, seconds: 60, whenGone: 'count_here' },
  connect_ring: { points: 3000, seconds: 60, whenGone: 'count_here' },
  /** New anonymous customers, by network. */
  visitor: { points: 60, seconds: 60, whenGone: 'count_here' },
  visitor_ring: { points: 600, seconds: 60, whenGone: 'count_here' },
  /** By customer. */
  message: { points: 30, seconds: 10, whenGone: 'count_here' },
  /** By agent. */
  agent_message: { points: 60, seconds: 10, whenGone: 'count_here' },
  /** Other events of a socket, by customer or agent. */
  event: { points: 120, seconds: 10, whenGone: 'count_here' },
  /** Pages that a customer is on, by customer. */
  visit: { points: 60, seconds: 60, whenGone: 'count_here' },
  /** Files, by customer or user, and those of customers by network. */
  upload: { points: 20, seconds: 60, whenGone: 'count_here' },
  upload_ring: { points: 200, seconds: 60, whenGone: 'count_here' },
  /** Searches of the help centre, by network. */
  help: { points: 60, seconds: 60, whenGone: 'count_here' },
  /** Pages of ratings by mail, looked at or sent, by network. */
  rate: { points: 60, seconds: 60, whenGone: 'count_here' },
  /** Pictures of agents that a node does not know, by network. */
  picture: { points: 60, seconds: 60, whenGone: 'count_here' },
  /** REST, by user or API key. */
  api: { points: 1200, seconds: 60, whenGone: 'count_here' },
  /** Runs of the AI in a day, by session, by customer, by organization (AI_RUNS_PER_DAY). */
  ai_session: { points: 60, seconds: 86_400, whenGone: 'count_here' },
  ai_customer: { points: 100, seconds: 86_400, whenGone: 'count_here' },
  ai_organization: { points: 20_000, seconds: 86_400, whenGone: 'count_here' },
  /** What agents have written for them, by user or API key. */
  copilot: { points: 60, seconds: 60, whenGone: 'count_here' },
  /** Test messages of channels, by organization: each may cost. */
  channel_test: { points: 10, seconds: 600, whenGone: 'count_here' },
  /** Codes that prove an identity, by the customer who gets them: each may cost, and each brings new tries. */
  identity_code: { points: 3, seconds: 600, whenGone: 'refuse' },
  /** Mails that a program answers, by channel and sender; above it a person looks. */
  mail_sender: { points: 20, seconds: 3_600, whenGone: 'count_here' },
  /** Mails to somebody who left the web, by address. */
  mail_left: { points: 20, seconds: 86_400, whenGone: 'count_here' },
  /** Copies of conversations by mail, by conversation, customer and address; by organization: anybody may type an address. */
  transcript: { points: 3, seconds: 86_400, whenGone: 'refuse' },
  /** By the caller's network: anybody may be a new visitor. */
  transcript_network: { points: 10, seconds: 86_400, whenGone: 'refuse' },
  transcript_typed: { points: 100, seconds: 86_400, whenGone: 'refuse' },
  transcript_organization: { points: 500, seconds: 86_400, whenGone: 'refuse' },
  /** Webhooks, by channel. */
  webhook: { points: 6000, seconds: 60, whenGone: 'count_here' },
} as const satisfies Record<string, RateRule>;

export type RateLimited = keyof typeof rateRules;

export interface Taken {
  /** How many there are now. */
  count: number;
  /** Absent where nothing is limited. */
  quota?: Quota;
}

/** `ratelimit:{type}:{id}`. */
export interface RateLimits {
  /**
   * Counts one. Throws `rate_limited` with retryAfter when there were too many, `unavailable` when the counter is gone and
   * the rule says refuse.
   */
  take(type: RateLimited, id: string): Promise<Taken>;
  /** Forgets what was counted: after a login that succeeded. Never throws. */
  forget(type: RateLimited, id: string): Promise<void>;
  /** Takes one back: what was counted did no harm. Never throws. */
  giveBack(type: RateLimited, id: string): Promise<void>;
}

/** What is counted by network, and by the wider one around it. */
const widerLimits = { connect: 'connect_ring', visitor: 'visitor_ring', upload: 'upload_ring' } as const;

/** @throws `rate_limited` */
export async function takeFrom(
  limits: Pick<RateLimits, 'take'>,
  type: keyof typeof widerLimits,
  address: string,
): Promise<void> {
  const { id, widerNetwork } = networkOf(address);
  await limits.take(type, id);
  if (widerNetwork) await limits.take(widerLimits[type], widerNetwork);
}
