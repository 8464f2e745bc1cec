// A POST with an Idempotency-Key is done once: the same key gets the first answer, for a day.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../errors';
import type { Principal } from '../../identity/principal';
import type { Call, Route } from './route';

export interface IdempotentCall {
  organizationId: string;
  route: string;
  key: string;
}

export interface IdempotencyStore {
  /** 'begun' for exactly one caller; the others get what is stored, `status` null while the first is worked on. */
  begin(
    call: IdempotentCall,
    requestHash: string,
  ): Promise<'begun' | { requestHash: string; status: number | null; response: unknown }>;
  finish(call: IdempotentCall, answer: { status: number; response: unknown }): Promise<void>;
  /** After a failure: the same key may try again. */
  abandon(call: IdempotentCall): Promise<void>;
}

/** What tells one request from another. */
export type KeptCall = Pick<Call, 'params' | 'query' | 'body' | 'file'> & {
  principal: Pick<Principal, 'id' | 'organizationId'>;
};

const keyForm = /^[\x21-\x7e]{1,255}$/;

interface KeptAnswer {
  status: number;
  body: unknown;
  /** It is the first one's. */
  replayed?: true;
}

/** @returns the answer to this call or to the first one with this key. @throws `conflict` */
export async function once(
  store: IdempotencyStore,
  asked: { route: Pick<Route, 'name' | 'shownOnce'>; call: KeptCall; key: string },
  act: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const { route, call, key } = asked;
  if (!keyForm.test(key)) {
    throw new DomainError('invalid', 'An Idempotency-Key has 1 to 255 printable characters.', {
      errors: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable characters' }],
    });
  }
  const id = { organizationId: call.principal.organizationId, route: route.name, key };
  const requestHash = await hashOf(call);
  const begun = await store.begin(id, requestHash);
  if (begun !== 'begun') return replay(begun, requestHash);
  const answer = await act().catch(async (error: unknown) => {
    await store.abandon(id).catch(() => undefined);
    throw error;
  });
  const response = storable(answer.body, route.shownOnce);
  await insisting(() => store.finish(id, { status: answer.status, response }));
  return answer;
}

/** What was done is done: its answer goes out even where it cannot be kept, and the key is free again after a minute. */
async function insisting(keep: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries <= 3; tries += 1) {
    try {
      return await keep();
    } catch {
      await pause(tries * 200);
    }
  }
}

function replay(
  first: { requestHash: string; status: number | null; response: unknown },
  requestHash: string,
): KeptAnswer {
  if (first.requestHash !== requestHash) {
    throw new DomainError('conflict', 'This Idempotency-Key was used for another request.');
  }
  if (first.status === null) {
    throw new DomainError('conflict', 'The first request with this Idempotency-Key is still worked on.', {
      retryAfter: 1,
    });
  }
  // An answer that says something is kept, unless it named a customer who was erased.
  if (first.response === null && first.status !== 204)
    throw new DomainError('conflict', 'This was done. Its answer went with the customer whom it named.');
  return { status: first.status, body: first.response, replayed: true };
}

/** Who asks, and for what: somebody else's key is another request. */
async function hashOf({ principal, params, query, body, file }: KeptCall): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([principal.id, params, query, body ?? null]));
  if (file) hash.update(file.fileName).update(file.bytes);
  if (file?.path) for await (const piece of createReadStream(file.path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function storable(body: unknown, shownOnce: readonly string[] = []): unknown {
  if (shownOnce.length === 0 || typeof body !== 'object' || body === null) return body ?? null;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !shownOnce.includes(key)));
}
