// What becomes of a message outside: fields of it, not messages. And what a customer did to a message elsewhere, as a line.
import type { EventBus } from '../events';
import type { Sessions } from './commands';
import { fileCame } from './file-came';
import type { SessionWriter } from './session-writer';
import type { MessageLog } from './store';
import { annotating, mayBecome } from './transitions';

interface DeliveryStatesDeps {
  log: MessageLog;
  writer: SessionWriter;
  events: EventBus;
}

export function createDeliveryStates({
  log,
  writer,
  events,
}: DeliveryStatesDeps): Pick<Sessions, 'delivered' | 'fileCame' | 'annotate'> {
  return {
    async delivered({ organizationId, sessionId, seq, delivery, deliveryError }) {
      const change = { delivery, ...(deliveryError !== undefined && { deliveryError }) };
      const from = mayBecome(delivery);
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
      const decide = () => annotating(line);
      return (await writer.change({ organizationId, sessionId, decide })).session;
    },
  };
}
