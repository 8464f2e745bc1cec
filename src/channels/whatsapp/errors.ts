// What Meta's error codes mean for whoever waits, in plain words. Decided by code, never by title: titles go away.
// Source: Meta, "Cloud API error codes"; vendors' notes where Meta is silent.
import type { SendOutcome } from '../channel';
import { list, object, text, type Json } from './read-json';

/** Asking again later can work. The pause is at least this long, milliseconds. */
const passing: Record<number, number> = {
  /** Throughput of the number. */
  130429: 1_000,
  /** Too many to this person in a short time: one per 6 s. */
  131056: 6_000,
  /** The account's rate. */
  80007: 60_000,
  4: 60_000,
  /** Something is wrong at Meta, or unavailable for now. */
  1: 1_000,
  2: 5_000,
  131000: 5_000,
  131016: 5_000,
  131057: 60_000,
  133004: 10_000,
};

const refusals: Record<number, string> = {
  0: 'WhatsApp does not accept the access token. Reconnect the number: put a new token into the channel’s settings.',
  190: 'WhatsApp’s access token has run out. Reconnect the number: put a new token into the channel’s settings.',
  3: 'The access token lacks the right to send messages.',
  10: 'The access token lacks the right to send messages.',
  200: 'The access token lacks the right to send messages.',
  100: 'WhatsApp does not accept a part of this message.',
  470: 'The customer wrote more than 24 hours ago. Only a template can be sent now.',
  131047: 'The customer wrote more than 24 hours ago. Only a template can be sent now.',
  131021: 'A number cannot write to itself.',
  131026: 'The customer cannot get this message: the number is not on WhatsApp, or its app is too old.',
  131049: 'WhatsApp holds this message back, so that people do not get too many of its kind.',
  131050: 'The customer does not want marketing messages.',
  131051: 'WhatsApp does not support this kind of message.',
  131052: 'The file could not be fetched.',
  131053: 'WhatsApp does not accept this file.',
  131030: 'This number is not on the list of the test account’s recipients.',
  131031: 'WhatsApp has locked the account.',
  131042: 'WhatsApp lacks a way of payment for the account.',
  131045: 'The number is not registered with WhatsApp yet.',
  131062: 'This template needs the customer’s phone number.',
  132000: 'The template needs another number of parameters.',
  132001: 'There is no such template in this language.',
  132005: 'The filled-in template is too long.',
  132007: 'The template breaks WhatsApp’s rules.',
  132012: 'A parameter of the template has the wrong form.',
  132015: 'The template is paused.',
  132016: 'The template is switched off.',
  133010: 'The number is not registered with WhatsApp yet.',
  368: 'WhatsApp has blocked the account for breaking its rules.',
};

/** The codes that no message gets past: it is the channel that does not work. */
const channelFailures: ReadonlySet<number> = new Set([
  0, 3, 10, 190, 200, 368, 131031, 131042, 131045, 133010,
]);

export function isChannelFailure(error: Json): boolean {
  return channelFailures.has(codeOf(error) ?? NaN);
}

/** The codes that say that only a template may be sent. */
export const closedWindow: ReadonlySet<number> = new Set([470, 131047]);

export function codeOf(error: Json): number | undefined {
  const code = Number(text(error['code']));
  return Number.isInteger(code) ? code : undefined;
}

/** What Meta says of an error itself. */
export function detailsOf(error: Json): string {
  return (
    text(object(error['error_data'])['details']) ??
    text(error['details']) ??
    text(error['message']) ??
    text(error['title']) ??
    'WhatsApp says no more.'
  );
}

/** For the agent. A code that is not known here is told with Meta's own words. */
export function reasonOf(error: Json): string {
  const code = codeOf(error);
  const known = code === undefined ? undefined : refusals[code];
  return known ?? `WhatsApp did not take the message: ${detailsOf(error)}`;
}

/** A version that Meta does not serve any more (Meta, "Graph API: versioning"). */
const endedVersion = 2635;
const versionEnded =
  'Meta has ended the version of the Graph API that this channel speaks. Choose a newer one in the channel’s settings.';

/** An answer that is no success. @param retryAfter seconds, when the answer named them */
export function outcomeOf(status: number, body: unknown, retryAfter?: number): SendOutcome {
  const error = object(object(body)['error'] ?? list(object(body)['errors'])[0]);
  const code = codeOf(error);
  if (status === 410 || code === endedVersion)
    return { outcome: 'refused', reason: versionEnded, channelFails: true };
  const pause = code === undefined ? undefined : passing[code];
  if (pause !== undefined || status === 429 || status >= 500) {
    const named = retryAfter === undefined ? 0 : retryAfter * 1000;
    return {
      outcome: 'unreachable',
      reason: detailsOf(error),
      retryAfterMs: Math.max(pause ?? 1_000, named),
    };
  }
  return {
    outcome: 'refused',
    reason: reasonOf(error),
    ...(code !== undefined && { code }),
    ...(isChannelFailure(error) && { channelFails: true }),
  };
}
