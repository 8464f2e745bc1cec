// "Send a test": one message to a number that an admin names, outside of any conversation. Nothing of it is kept.
import { randomUUID } from 'node:crypto';
import { DomainError, notFound } from '../errors';
import type { ChannelList, SendOutcome } from './channel';
import type { KnownChannel } from './store';

export interface SendTestDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
  /** Counts one of the organization. @throws `rate_limited` */
  take(organizationId: string): Promise<unknown>;
}

export interface AskedTest {
  organizationId: string;
  channelId: string;
  /** E.164, with its plus. */
  to: string;
  /** Instead of the channel's own test template. */
  text?: string;
}

/** @throws `not_found`, `conflict` for a channel that cannot, `rate_limited` */
export function createSendTest({ channels, channelById, tried, take }: SendTestDeps) {
  return async ({ organizationId, channelId, to, text }: AskedTest): Promise<SendOutcome> => {
    const known = await channelById(channelId);
    if (known?.organizationId !== organizationId) throw notFound('channel');
    const channel = channels.get(known.type);
    if (!channel?.send || !channel.reaches?.includes('phone'))
      throw new DomainError('conflict', 'This channel sends nothing to a phone number.');
    await take(organizationId);
    const template = text === undefined ? channel.testTemplate : undefined;
    const outcome = await channel.send({
      settings: known.config,
      to: { kind: 'phone', value: to },
      tryId: randomUUID(),
      ...(template ? { template } : { text: text ?? 'This is a test.' }),
      mayBeCut: false,
      beforeSend: () => Promise.resolve(),
    });
    tried(channelId, outcome);
    return outcome;
  };
}
