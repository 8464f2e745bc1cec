// "Send a test": one message to a number or an address that an admin names, outside of any conversation. Of it only
// how far it came is kept, in the health of the channel.
import { randomUUID } from 'node:crypto';
import { DomainError, notFound } from '../../errors';
import type { Delivery } from '../../protocol/model/message';
import type { ChannelList, Identity, SendOutcome } from '../channel';
import type { KnownChannel } from '../store';

export interface SendTestDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
  /** Forgets the test before. */
  note(channelId: string, test: SentTest): Promise<void>;
  /** Counts one of the organization. @throws `rate_limited` */
  take(organizationId: string): Promise<unknown>;
}

export interface SentTest {
  /** ISO 8601. */
  at: string;
  delivery: Delivery;
  error?: string;
  /** By which the provider names it in its states. */
  providerId?: string;
}

export interface AskedTest {
  organizationId: string;
  channelId: string;
  /** A number in E.164, with its plus; an address. */
  to: Identity;
  /** Instead of the channel's own test template. */
  text?: string;
}

const names: Partial<Record<Identity['kind'], string>> = {
  phone: 'a phone number',
  email: 'an e-mail address',
};

/** @throws `not_found`, `conflict` for a channel that cannot, `rate_limited` */
export function createSendTest({ channels, channelById, tried, note, take }: SendTestDeps) {
  return async ({ organizationId, channelId, to, text }: AskedTest): Promise<SendOutcome> => {
    const known = await channelById(channelId);
    if (known?.organizationId !== organizationId) throw notFound('channel');
    const channel = channels.get(known.type);
    if (!channel?.send || !channel.reaches?.includes(to.kind))
      throw new DomainError('conflict', `This channel sends nothing to ${names[to.kind] ?? 'that'}.`);
    await take(organizationId);
    const template = text === undefined ? channel.testTemplate : undefined;
    const outcome = await channel.send({
      channelId,
      settings: known.config,
      to,
      tryId: randomUUID(),
      ...(template ? { template } : { text: text ?? 'This is a test.' }),
      mayBeCut: false,
      beforeSend: () => Promise.resolve(),
    });
    tried(channelId, outcome);
    await note(channelId, testOf(outcome));
    return outcome;
  };
}

function testOf(outcome: SendOutcome): SentTest {
  const at = new Date().toISOString();
  if (outcome.outcome === 'sent') return { at, delivery: 'sent', providerId: outcome.providerId };
  return { at, delivery: outcome.outcome === 'uncertain' ? 'uncertain' : 'failed', error: outcome.reason };
}
