// What becomes of a message outside: fields of it, not messages. And what a customer did to a message elsewhere, as a line.
import type { EventBus } from '../events';
import type { Delivery } from '../protocol/model/message';
import type { Sessions } from './commands';
import { Blocked } from './refusals';
import { fileCame } from './attachment-arrived';
import type { SessionWriter } from './session-writer';
import type { MessageLog, SessionRows } from './store';
import { annotating } from './transitions';

/** From which states a message may come into another: forward, or to be sent again. */
const statesBefore: Record<Delivery, readonly Delivery[]> = {
  // Also where it was not begun: why it waits is told.
  queued: ['queued', 'sending', 'failed', 'uncertain'],
  sending: ['queued'],
  uncertain: ['queued', 'sending'],
  sent: ['queued', 'sending', 'uncertain'],
  failed: ['queued', 'sending', 'uncertain', 'sent'],
  delivered: ['queued', 'sending', 'uncertain', 'sent', 'failed'],
  read: ['queued', 'sending', 'uncertain', 'sent', 'failed', 'delivered'],
};

interface DeliveryStatesDeps {
  log: MessageLog;
  writer: SessionWriter;
  events: EventBus;
  rows: Pick<SessionRows, 'isBlocked'>;
}

export function createDeliveryStates({
  log,
  writer,
  events,
  rows,
}: DeliveryStatesDeps): Pick<Sessions, 'delivered' | 'fileCame' | 'annotate'> {
  return {
    async delivered({ organizationId, sessionId, seq, delivery, deliveryError }) {
      const change = { delivery, ...(deliveryError !== undefined && { deliveryError }) };
      const from = statesBefore[delivery];
      const message = await log.update({ organizationId, sessionId }, seq, { ...change, from });
      if (!message) return false;
      // Of an erased message nothing is said.
      const said = message.deliveryError === undefined ? {} : { deliveryError: message.deliveryError };
      const session = await writer.known(organizationId, sessionId);
      events.emit('messageChanged', { session, changes: [{ id: message.id, seq, delivery, ...said }] });
      return true;
    },

    fileCame: (file) => fileCame({ log, writer, events }, file),

    async annotate({ organizationId, sessionId, ...line }) {
      const { by, action } = line;
      // That an identity is another one now is said by the channel.
      const isTheirs = by.kind === 'customer' && by.id !== undefined && action !== 'identity_changed';
      if (isTheirs && (await rows.isBlocked(organizationId, by.id!))) throw new Blocked();
      const changed = await writer.change({ organizationId, sessionId, decide: () => annotating(line) });
      return { ...changed, message: changed.message! };
    },
  };
}
