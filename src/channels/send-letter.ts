// A mail to a person of the team, outside of any conversation, by the organization's own mailbox.
import { randomUUID } from 'node:crypto';
import type { ChannelList, SendOutcome } from './channel';
import type { KnownChannel } from './store';

export interface SendLetterDeps {
  channels: ChannelList;
  mailChannelOf(organizationId: string): Promise<KnownChannel | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
  onError(error: unknown): void;
}

interface Letter {
  organizationId: string;
  to: string;
  subject: string;
  text: string;
}

/** @returns why it did not go out, in plain words; undefined when it did. Never throws. */
export function createSendLetter({ channels, mailChannelOf, tried, onError }: SendLetterDeps) {
  async function send({ organizationId, to, subject, text }: Letter): Promise<string | undefined> {
    const known = await mailChannelOf(organizationId);
    const channel = known && channels.get(known.type);
    if (!known || !channel?.send) return 'No mailbox is connected: an e-mail channel sends invitations, too.';
    const outcome = await channel.send({
      channelId: known.id,
      settings: known.config,
      to: { kind: 'email', value: to },
      tryId: randomUUID(),
      subject,
      text,
      mayBeCut: false,
      beforeSend: () => Promise.resolve(),
    });
    tried(known.id, outcome);
    return outcome.outcome === 'sent' ? undefined : outcome.reason;
  }

  return (letter: Letter): Promise<string | undefined> =>
    send(letter).catch((error: unknown) => {
      onError(error);
      return 'The mail could not be sent.';
    });
}
