// A mail to one person, outside of any conversation, by the organization's own mailbox.
import { randomUUID } from 'node:crypto';
import type { ChannelList, SendOutcome } from '../channel';
import type { KnownChannel } from '../store';

export interface SendLetterDeps {
  channels: ChannelList;
  mailChannelOf(organizationId: string): Promise<KnownChannel | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
  onError(error: unknown): void;
}

export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** To a customer: with what stands under every mail to them. */
  isSigned?: boolean;
}

/** By a mailbox; undefined where its channel does not send. */
export async function postLetter(
  channels: ChannelList,
  { id, type, config }: KnownChannel,
  { to, subject, text, isSigned = false }: Letter,
): Promise<SendOutcome | undefined> {
  return channels.get(type)?.send?.({
    channelId: id,
    settings: config,
    to: { kind: 'email', value: to },
    tryId: randomUUID(),
    isInternal: !isSigned,
    subject,
    text,
    mayBeCut: false,
    beforeSend: () => Promise.resolve(),
  });
}

type ToPerson = Letter & { organizationId: string };

/** Why a mail did not go out, in plain words. */
export interface Trouble {
  why: string;
  /** It may have gone out all the same. */
  isUncertain?: true;
}

/** @returns undefined when it went out. Never throws. */
export function createSendLetter({ channels, mailChannelOf, tried, onError }: SendLetterDeps) {
  async function send({ organizationId, ...letter }: ToPerson): Promise<Trouble | undefined> {
    const known = await mailChannelOf(organizationId);
    const outcome = known && (await postLetter(channels, known, letter));
    if (!known || !outcome)
      return { why: 'No mailbox is connected: an e-mail channel sends invitations, too.' };
    tried(known.id, outcome);
    if (outcome.outcome === 'sent') return undefined;
    return { why: outcome.reason, ...(outcome.outcome === 'uncertain' && { isUncertain: true }) };
  }

  return (letter: ToPerson): Promise<Trouble | undefined> =>
    send(letter).catch((error: unknown) => {
      onError(error);
      return { why: 'The mail could not be sent.' };
    });
}
