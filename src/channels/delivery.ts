// From the log to the customer, on channels that send: in order a session, once, or visibly uncertain. The log says what is
// true, the row says what is to do.
import { DomainError } from '../errors';
import type { EventBus } from '../events';
import { nextTry } from './outbound/delivery-retry';
import { createDeliverySweep, unknownEnd } from './outbound/delivery-sweep';
import type { Log } from '../log';
import type { IdentityKind } from '../customers/store';
import type { Delivery as MessageDelivery, Message } from '../protocol/model/message';
import type { Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { MessageLog } from '../sessions/store';
import type { ChannelList, Choice, FilledTemplate, Identity, Presses, SendOutcome } from './channel';
import { answeredBy, filesOf, ofLog, wholeText, type MessageParts } from './outbound/outgoing-message';
import { reactionOf } from './outbound/reaction-of';
import { gone, whyNotNow } from './outbound/still-wanted';
import { handOverUndelivered } from './outbound/hand-over-undelivered';
import type {
  Deliveries,
  DeliveryPlace,
  DueSession,
  KnownChannel,
  NewDelivery,
  PendingDelivery,
} from './store';

/** Longer than making a message ready takes, its file uploaded. Nothing is sent by that: another may take it then. */
const readyMs = 120_000;
/** Longer than any call that sends: whoever says nothing for longer is gone, and nobody knows whether it was taken. */
const sendMs = 45_000;
/** Asking the database for leave takes no longer; after that it may have been given to another since. */
const beginMs = 5_000;
const page = 500;

export interface DeliveryDeps extends MessageParts {
  channels: ChannelList;
  deliveries: Deliveries;
  sessions: Pick<Sessions, 'get' | 'delivered'>;
  messages: Pick<MessageLog, 'read' | 'undelivered'>;
  channelById(id: string): Promise<KnownChannel | undefined>;
  /** Where the customer is reached by an identity of one of these kinds, the first that there is; undefined when nowhere. */
  addressOf(session: SessionState, kinds: readonly IdentityKind[]): Promise<Identity | undefined>;
  /** The answers that a message offers, as the customer's channel may show them; none: undefined. */
  choicesOf(message: Message): readonly Choice[] | undefined;
  /** How a question by mail is answered by pressing; undefined for what asks nothing so. */
  pressesOf(organizationId: string, message: Message): Promise<Presses | undefined>;
  /** What came of sending on a channel. */
  tried(channelId: string, outcome: SendOutcome): void;
  /** An answer of the AI did not arrive: a person has to take over, when none has yet. */
  undelivered(place: DeliveryPlace, reason: string): Promise<void>;
  /** Rings for a session, now or at a time. */
  wake(session: DueSession, at?: Date): void;
  events: Pick<EventBus, 'on'>;
  log: Log;
}

export type Delivery = ReturnType<typeof createDelivery>;

export function createDelivery(deps: DeliveryDeps) {
  const { deliveries, events, log } = deps;

  async function enqueue(messages: readonly NewDelivery[]): Promise<void> {
    await deliveries.add(messages);
    for (const { organizationId, channelId, sessionId } of messages)
      deps.wake({ organizationId, channelId, sessionId });
  }

  const off = events.on('message', ({ session, message }) => {
    if (message.delivery !== 'queued') return;
    const { organizationId, id: sessionId } = session;
    const channelId = senderOf(message) ?? session.channelId;
    const { seq, sender } = message;
    enqueue([{ organizationId, sessionId, channelId, seq, sender }]).catch((error: unknown) =>
      log.warn({ err: error, sessionId }, 'could not queue a message for delivery'),
    );
  });

  /** The log may not have heard of it: whoever knew stopped in between. False for what did not arrive. */
  async function tellArrived(place: DeliveryPlace): Promise<boolean> {
    const state = (await deliveries.statesOf([place])).get(`${place.sessionId} ${place.seq}`);
    if (!state || !arrivedStates.includes(state.delivery)) return false;
    await deps.sessions.delivered({ ...place, delivery: state.delivery });
    return true;
  }

  return {
    /** Sends what is due of a session, one after another: the rows see to it that nobody else does. */
    async work(sessionId: string): Promise<void> {
      for (;;) {
        const row = await deliveries.take(sessionId, readyMs);
        if (!row) return;
        const outcome = await attempt(deps, row);
        if (!outcome || !(await finish(deps, row, outcome))) return;
      }
    },

    /** A person's will. False when it is not failed or uncertain. */
    async retry(place: DeliveryPlace): Promise<boolean> {
      const { organizationId, sessionId, seq } = place;
      const channelId = await deliveries.retry(sessionId, seq);
      if (channelId === undefined) {
        await tellArrived(place);
        return false;
      }
      await deps.sessions.delivered({ ...place, delivery: 'queued' });
      deps.wake({ organizationId, channelId, sessionId });
      return true;
    },

    /** A person knows that the customer has an uncertain one; what the provider says later counts. False when it was not sent. */
    async arrived(place: DeliveryPlace): Promise<boolean> {
      await deliveries.arrived(place.sessionId, place.seq);
      return tellArrived(place);
    },

    /** Hands a session over whose customer an answer of the AI did not reach. */
    handOverUndelivered: (sessionId: string) => handOverUndelivered(deps, { sessionId, limit: page }),

    sweep: createDeliverySweep({ ...deps, enqueue, senderOf }),

    stop: off,
  };
}

/** Without a PUBLIC_URL the help centre's links are paths, which lead nowhere outside. */
const isWhole = /^https?:\/\//i;

/** Which channel sends it, where that is not the session's own. */
function senderOf({ content: { systemAction, data } }: Message): string | undefined {
  const isByMail = systemAction === 'mailed' || systemAction === 'rating_asked';
  return isByMail ? String(data?.['channelId']) : undefined;
}

const arrivedStates: readonly MessageDelivery[] = ['sent', 'delivered', 'read'];

const placeOf = ({ organizationId, sessionId, seq }: DeliveryPlace): DeliveryPlace => ({
  organizationId,
  sessionId,
  seq,
});

/** Another has this message, or it is settled: there is nothing to write down. */
class TakenByAnother extends Error {}

/** One try. Whatever is thrown before the provider may have taken it counts as a try, too; undefined: it is not ours any more. */
async function attempt(deps: DeliveryDeps, row: PendingDelivery): Promise<SendOutcome | undefined> {
  const leave = { isBegun: false };
  try {
    return await deliver(deps, row, leave);
  } catch (error) {
    if (error instanceof TakenByAnother) return undefined;
    deps.log.warn({ err: error, sessionId: row.sessionId, seq: row.seq }, 'could not send a message');
    if (leave.isBegun) return { outcome: 'uncertain', reason: unknownEnd };
    if (!(error instanceof DomainError))
      return { outcome: 'unreachable', reason: 'It could not be made ready.' };
    const isFinal = error.code === 'not_found' || error.code === 'invalid';
    return { outcome: isFinal ? 'refused' : 'unreachable', reason: error.message };
  }
}

interface Leave {
  /** The provider may have it from then on. */
  isBegun: boolean;
}

async function deliver(deps: DeliveryDeps, row: PendingDelivery, leave: Leave): Promise<SendOutcome> {
  const { organizationId, sessionId, seq } = row;
  const session = await deps.sessions.get(organizationId, sessionId);
  const [message] = await deps.messages.read({ organizationId, sessionId }, { after: seq - 1, limit: 1 });
  if (!message || message.seq !== seq) return { outcome: 'refused', reason: gone };
  const why = await whyNotNow(deps, { row, session, message });
  return why === undefined
    ? send(deps, { row, session, message, leave })
    : { outcome: 'refused', reason: why };
}

async function send(
  deps: DeliveryDeps,
  {
    row,
    session,
    message,
    leave,
  }: { row: PendingDelivery; session: SessionState; message: Message; leave: Leave },
): Promise<SendOutcome> {
  const known = await deps.channelById(row.channelId);
  const channel = known && deps.channels.get(known.type);
  if (!known?.isActive || !channel?.send)
    return { outcome: 'refused', reason: 'The channel is switched off.' };
  const named = message.content.mail?.to?.[0];
  const to =
    (named && { kind: 'email' as const, value: named.address }) ??
    channel.answersTo?.(session) ??
    (await deps.addressOf(session, channel.reaches ?? []));
  if (!to)
    return { outcome: 'refused', reason: 'It is not known where to reach the customer on this channel.' };
  const [media, ...moreMedia] = await filesOf(deps, row, message);
  const answered = channel.quotes?.(known.config) ? await answeredBy(deps, row, message) : undefined;
  const { data } = message.content;
  const template = data?.['template'] as FilledTemplate | undefined;
  const reaction = await reactionOf(deps.messages, row.organizationId, message);
  const choices = deps.choicesOf(message);
  const presses = await deps.pressesOf(row.organizationId, message);
  const readMore = message.metadata.sources?.find(({ url }) => url !== undefined && isWhole.test(url))?.url;
  const text = readMore === undefined ? wholeText(message.content) : message.content.text;
  const outcome = await channel.send({
    channelId: known.id,
    settings: known.config,
    to,
    of: { ...ofLog(deps, session, message), ...(answered && { answered }) },
    tryId: row.tryId,
    ...(text !== undefined && { text }),
    ...(media && { media, moreMedia }),
    ...(template && { template }),
    ...(reaction && { reaction }),
    ...(choices && { choices }),
    ...(presses && { presses }),
    mayBeCut: message.sender === 'ai',
    ...(readMore !== undefined && { readMore }),
    beforeSend: () => begin(deps, row, leave),
  });
  deps.tried(row.channelId, outcome);
  return outcome;
}

/** Nothing that may take long stands between this leave and the call: it would outlast the leave. */
async function begin(deps: DeliveryDeps, row: PendingDelivery, leave: Leave): Promise<void> {
  await deps.sessions.delivered({ ...placeOf(row), delivery: 'sending' });
  const before = performance.now();
  if (!(await deps.deliveries.begin(row, sendMs))) throw new TakenByAnother();
  // A clock that goes on while the process is stopped.
  if (performance.now() - before > beginMs)
    throw new DomainError('unavailable', 'The database took too long.');
  leave.isBegun = true;
}

/** False: nothing more of this session is sent for now. */
async function finish(deps: DeliveryDeps, row: PendingDelivery, outcome: SendOutcome): Promise<boolean> {
  if (outcome.outcome === 'unreachable') return tryLater(deps, row, outcome);
  const delivery = ({ sent: 'sent', refused: 'failed', uncertain: 'uncertain' } as const)[outcome.outcome];
  const providerId = outcome.outcome === 'sent' ? { providerId: outcome.providerId } : {};
  const error = outcome.outcome === 'sent' ? outcome.note : outcome.reason;
  const end = { delivery, ...providerId, ...(error !== undefined && { error }) };
  if (!(await deps.deliveries.settle(row, end))) return true;
  const place = placeOf(row);
  await deps.sessions.delivered({ ...place, delivery, ...(error !== undefined && { deliveryError: error }) });
  if (delivery === 'failed') await handOverUndelivered(deps, { sessionId: row.sessionId, limit: page });
  return true;
}

async function tryLater(
  deps: DeliveryDeps,
  row: PendingDelivery,
  { reason, retryAfterMs = 0 }: Extract<SendOutcome, { outcome: 'unreachable' }>,
): Promise<boolean> {
  const at = nextTry(row, { retryAfterMs });
  if (at === undefined)
    return finish(deps, row, { outcome: 'refused', reason: `It could not be sent for a day: ${reason}` });
  if (!(await deps.deliveries.postpone(row, at, reason))) return false;
  const place = placeOf(row);
  await deps.sessions.delivered({ ...place, delivery: 'queued', deliveryError: reason });
  deps.wake(row, at);
  return false;
}
