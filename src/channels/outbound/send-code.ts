// A code for a customer, outside of any conversation: the log keeps none, and nobody of the team reads it.
import { randomUUID } from 'node:crypto';
import type { IdentityKind } from '../../customers/store';
import { DomainError } from '../../errors';
import type { Rules } from '../../protocol/model/rules';
import type { SessionState } from '../../sessions/session';
import type { ChannelList, Identity, SendOutcome } from '../channel';
import type { KnownChannel } from '../store';

export interface SendCodeDeps {
  channels: ChannelList;
  channelById(id: string): Promise<KnownChannel | undefined>;
  /** The newest first. */
  sessionsOf(customer: { organizationId: string; customerId: string }): Promise<readonly SessionState[]>;
  /** As its log tells it: rows may lag. */
  session(organizationId: string, sessionId: string): Promise<SessionState>;
  rulesOf(session: SessionState): Promise<Rules>;
  addressOf(session: SessionState, kinds: readonly IdentityKind[]): Promise<Identity | undefined>;
  /** Reaches an address to which nobody has written yet. */
  mailChannelOf(organizationId: string): Promise<KnownChannel | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
}

interface Code {
  organizationId: string;
  customerId: string;
  /** Where it goes, and nowhere else. */
  identity: Identity;
  text: string;
}

/** @throws `conflict` with why nothing can be sent, `unavailable` */
export function createSendCode(deps: SendCodeDeps) {
  return async (code: Code): Promise<void> => {
    const found = (await deps.sessionsOf(code)).find(({ channelType }) =>
      isReached(deps.channels, channelType, code.identity.kind),
    );
    const outcome = found ? await sendThere(deps, found.id, code) : await sendByMail(deps, code);
    if (outcome.outcome === 'refused') throw refused(`The code was not sent. ${outcome.reason}`);
    if (outcome.outcome === 'unreachable')
      throw new DomainError('unavailable', `The code could not be sent. ${outcome.reason}`);
  };
}

const refused = (why: string) => new DomainError('conflict', why.replace(/ {2,}/g, ' '));

function isReached(channels: ChannelList, type: string, kind: IdentityKind): boolean {
  const { send: sends, reaches } = channels.get(type) ?? {};
  return sends !== undefined && reaches !== undefined && reaches.includes(kind);
}

async function sendThere(deps: SendCodeDeps, sessionId: string, code: Code): Promise<SendOutcome> {
  const session = await deps.session(code.organizationId, sessionId);
  const rules = await deps.rulesOf(session);
  if (!rules.mayWrite || !rules.forms.includes('text'))
    throw refused(`A code cannot be sent now. ${rules.why ?? ''} Ask the customer to write there first.`);
  const known = await deps.channelById(session.channelId);
  if (!known?.isActive) throw refused('The channel is switched off.');
  const to = await deps.addressOf(session, [code.identity.kind]);
  if (to?.value !== code.identity.value)
    throw refused('The customer is not reached there any more: messages go to a newer number of theirs.');
  return send(deps, known, code);
}

/** Mail reaches whoever never wrote. */
async function sendByMail(deps: SendCodeDeps, code: Code): Promise<SendOutcome> {
  const known = code.identity.kind === 'email' && (await deps.mailChannelOf(code.organizationId));
  if (!known)
    throw refused(
      'The customer has not written on a channel that could bring a code. Ask for a message there first.',
    );
  return send(deps, known, code);
}

async function send(deps: SendCodeDeps, known: KnownChannel, { identity, text }: Code): Promise<SendOutcome> {
  const channel = deps.channels.get(known.type);
  if (!channel?.send) throw refused('The channel is switched off.');
  const outcome = await channel.send({
    channelId: known.id,
    settings: known.config,
    to: identity,
    tryId: randomUUID(),
    text,
    mayBeCut: false,
    beforeSend: () => Promise.resolve(),
  });
  deps.tried(known.id, outcome);
  return outcome;
}
