// The one way in for every event: known, within limits, permitted, well formed; then act, then acknowledge.
import type { z } from 'zod';
import { DomainError, type ErrorCode } from '../errors';
import type { Permission } from '../identity/principal';
import type { Log } from '../log';
import type { AckError } from '../protocol/sockets';
import { say } from '../protocol/server-texts/said';
import type { Rule } from './event-rules';
import type { ReadBudget } from './read-budget';
import { readerOf, type Connected } from './backpressure';
import type { Throttle } from './throttle';

type Events = Record<string, { payload: z.ZodType; reply: z.ZodType }>;

/** One function an event: takes the checked payload, gives what the ack holds besides `ok`. */
export type Handlers<Caller, T extends Events> = {
  [E in keyof T]: (
    caller: Caller,
    payload: z.output<T[E]['payload']>,
  ) => z.output<T[E]['reply']> | Promise<z.output<T[E]['reply']>>;
};

interface Caller extends Connected {
  data: { inFlight: number };
}

export interface HandleDeps<C extends Caller, T extends Events> {
  events: T;
  rules: Record<keyof T, Rule>;
  handlers: Handlers<C, T>;
  /** Whose limit is counted, and what the caller may do besides its own. */
  who: (caller: C) => { id: string; permissions?: ReadonlySet<Permission> };
  throttle: Throttle;
  reads: Pick<ReadBudget, 'run'>;
  /** Counts of the whole gateway; while it drains nothing new is begun. */
  work: { inFlight: number; draining: boolean };
  log: Log;
}

/** Events of one socket whose ack is due, at most. */
const maxInFlight = 100;

/** @returns what a socket's `onAny` calls: (socket, event name, its arguments). It never throws and never rejects. */
export function createHandle<C extends Caller, T extends Events>(deps: HandleDeps<C, T>) {
  const { work, log } = deps;

  function act(caller: C, event: unknown, args: unknown[]): unknown {
    if (work.draining) throw new DomainError('unavailable', say('restarting_please'));
    if (caller.data.inFlight > maxInFlight) {
      throw new DomainError('rate_limited', say('many_requests_at_once'));
    }
    if (typeof event !== 'string' || !Object.hasOwn(deps.events, event)) {
      throw new DomainError('invalid', 'There is no such event.');
    }
    const { permission, limit, reads } = deps.rules[event as keyof T];
    const { id, permissions } = deps.who(caller);
    deps.throttle.take(limit, id);
    if (permission !== 'own' && !permissions?.has(permission)) {
      throw new DomainError('forbidden', `This needs the permission ${permission}.`);
    }
    if (args.length > 1) throw new DomainError('invalid', 'An event has one payload.');
    const handler = deps.handlers[event as keyof T];
    const payload = parse(deps.events[event as keyof T]!.payload, args[0]) as never;
    return reads
      ? deps.reads.run(readerOf(caller), async () => handler(caller, payload))
      : handler(caller, payload);
  }

  return async function handle(caller: C, event: unknown, args: unknown[]): Promise<void> {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (reply: object) => void) : undefined;
    caller.data.inFlight += 1;
    work.inFlight += 1;
    try {
      const reply = await act(caller, event, ack ? args.slice(0, -1) : args);
      ack?.({ ok: true, ...(reply as object) });
    } catch (error) {
      ack?.({ ok: false, error: toAckError(error, log) });
    } finally {
      caller.data.inFlight -= 1;
      work.inFlight -= 1;
    }
  };
}

/** @throws `invalid`, or `too_large` when all that is wrong is the length of a text */
export function parse<S extends z.ZodType>(schema: S, payload: unknown): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  if (issues.every((issue) => issue.code === 'too_big' && issue.path.at(-1) === 'text')) {
    throw new DomainError('too_large', say('text_too_long'), { errors: fieldErrors(issues) });
  }
  throw new DomainError('invalid', 'The payload is not valid.', { errors: fieldErrors(issues) });
}

function fieldErrors(issues: ReadonlyArray<{ path: PropertyKey[]; message: string }>) {
  return issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}

/** Seconds to wait when the error itself names none. Total: a new code must say here how it is shown. */
const acks: Record<ErrorCode, { retryAfter?: number }> = {
  invalid: {},
  unauthenticated: {},
  forbidden: {},
  not_found: {},
  conflict: {},
  too_large: {},
  rate_limited: { retryAfter: 1 },
  capacity: {},
  unavailable: { retryAfter: 1 },
  internal: {},
};

/** What a client may know of an error; what it may not goes to the log. */
export function toAckError(error: unknown, log: Log): AckError {
  if (!(error instanceof DomainError) || error.code === 'internal') {
    log.error({ err: error }, 'an event failed');
    return { code: 'internal', message: 'Something went wrong.' };
  }
  const { code, message, wording, errors } = error;
  const retryAfter = error.retryAfter ?? acks[code].retryAfter;
  return {
    ...{ code, message, ...(wording && { wording }) },
    ...(errors && { errors }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
