// The log on MongoDB.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../protocol/model/message';
import type { LogRef, MessageLog } from '../../sessions/store';
import { cleanText, indexKey } from '../storable';
import { createAppend, headsOf } from './number-and-append';
import { toStored } from './free-form';
import { toMessage } from './message-documents';
import type { Mongo } from './open';

type Messages = Mongo['models']['messages'];

const shown = {
  customer: { sender: { $ne: 'customer' }, type: { $nin: ['system', 'handover', 'note'] } },
  team: { sender: 'customer' },
} as const;

export function createMongoMessageLog({ models: { messages } }: Pick<Mongo, 'models'>): MessageLog {
  return { ...createReads(messages), ...createReadMarks(messages), ...createWrites(messages) };
}

function createReads(
  messages: Messages,
): Pick<MessageLog, 'read' | 'heads' | 'findByClientMessageId' | 'findByChannelMessageId' | 'undelivered'> {
  return {
    async read({ organizationId, sessionId }, { after, before, limit }) {
      const fromEnd = after === undefined;
      const found = await messages
        .find({ sessionId, organizationId, seq: { $gt: after ?? 0, $lt: before ?? 2 ** 31 - 1 } })
        .sort({ seq: fromEnd ? -1 : 1 })
        .limit(limit)
        .lean();
      return (fromEnd ? found.reverse() : found).map(toMessage);
    },

    async heads(which) {
      const sessionIds =
        'since' in which
          ? await messages.distinct('sessionId', { timestamp: { $gte: which.since } })
          : which.sessionIds;
      return [...(await headsOf(messages, sessionIds))].map(([sessionId, headSeq]) => ({
        sessionId,
        headSeq,
      }));
    },

    async undelivered(after, limit) {
      const { sessionId, seq } = after ?? { sessionId: '', seq: 0 };
      const found = await messages
        .find({
          delivery: { $in: ['queued', 'sending'] },
          $or: [{ sessionId: { $gt: sessionId } }, { sessionId, seq: { $gt: seq } }],
        })
        .sort({ sessionId: 1, seq: 1 })
        .limit(limit)
        .lean();
      return found.map((one) => ({
        organizationId: one.organizationId,
        sessionId: one.sessionId,
        channelId: one.channelId,
        seq: one.seq,
        sender: one.sender,
        timestamp: one.timestamp.toISOString(),
      }));
    },

    ...createFinds(messages),
  };
}

function createFinds(
  messages: Messages,
): Pick<MessageLog, 'findByClientMessageId' | 'findByChannelMessageId'> {
  return {
    async findByClientMessageId(organizationId, customerId, clientMessageId) {
      const found = await messages
        .findOne({ customerId, organizationId, 'metadata.clientMessageId': cleanText(clientMessageId) })
        .sort({ timestamp: -1, seq: -1 })
        .lean();
      return found ? toMessage(found) : undefined;
    },

    async findByChannelMessageId(organizationId, channelId, channelMessageId) {
      const found = await messages
        .findOne({ channelKey: `${channelId} ${indexKey(channelMessageId)}`, organizationId })
        .lean();
      return found ? toMessage(found) : undefined;
    },
  };
}

function createReadMarks(messages: Messages): Pick<MessageLog, 'unread' | 'markRead'> {
  return {
    unread: (which) =>
      Promise.all(
        which.map(async ({ sessionId, after, upTo }) => {
          const unread = { sessionId, seq: { $gt: after, $lte: upTo }, isRead: false };
          const [team, customer] = await Promise.all([
            messages.countDocuments({ ...unread, ...shown.team }),
            messages.countDocuments({ ...unread, ...shown.customer }),
          ]);
          return { sessionId, team, customer };
        }),
      ),

    async markRead({ organizationId, sessionId }, { upTo, reader, at }) {
      const readMark = randomUUID();
      await messages.updateMany(
        { sessionId, organizationId, seq: { $lte: upTo }, isRead: false, ...shown[reader] },
        { $set: { isRead: true, readAt: new Date(at), readMark } },
      );
      const found = await messages
        .find({ sessionId, organizationId, readMark }, { id: 1, seq: 1 })
        .sort({ seq: 1 })
        .lean();
      return found.map(({ id, seq }) => ({ id, seq }));
    },
  };
}

function createWrites(messages: Messages): Pick<MessageLog, 'append' | 'redact' | 'update' | 'fill'> {
  return {
    append: createAppend(messages),

    async redact(ref, redacted) {
      if (redacted.length === 0) return 0;
      const { matchedCount } = await messages.bulkWrite(
        redacted.map(({ seq, senderName, content, metadata }) => ({
          updateOne: {
            filter: { ...refOf(ref), seq },
            update: {
              $set: toStored({ content, metadata, ...(senderName !== undefined && { senderName }) }),
              $unset: { deliveryError: '', ...(senderName === undefined && { senderName: '' }) },
            },
          },
        })),
      );
      return matchedCount;
    },

    async fill(ref, seq, content) {
      const set = Object.entries(toStored(content)).map(([key, value]) => [`content.${key}`, value]);
      const found = await messages
        .findOneAndUpdate(
          { ...refOf(ref), seq, 'content.file': 'pending' },
          {
            ...(set.length > 0 && { $set: Object.fromEntries(set) }),
            ...(content.file === undefined && { $unset: { 'content.file': '' as const } }),
          },
          { returnDocument: 'after' },
        )
        .lean();
      return found ? toMessage(found) : undefined;
    },

    update: (ref, seq, change) => update(messages, { ...refOf(ref), seq }, change),
  };
}

async function update(
  messages: Messages,
  which: { organizationId: string; sessionId: string; seq: number },
  { delivery, deliveryError, helpful, from }: Parameters<MessageLog['update']>[2],
): Promise<Message | undefined> {
  const error = deliveryError === undefined ? {} : { deliveryError: cleanText(deliveryError) };
  const set = {
    ...(delivery && { delivery }),
    ...error,
    ...(helpful !== undefined && { 'metadata.helpful': helpful }),
  };
  // A new state of delivery takes the error of the last one away.
  const unset = delivery && deliveryError === undefined ? { $unset: { deliveryError: '' as const } } : {};
  const named = { ...which, ...(from && { delivery: { $in: [...from] } }) };
  const found = await messages
    .findOneAndUpdate(
      { ...named, ...(deliveryError !== undefined && { 'content.data.redacted': { $ne: true } }) },
      { ...(Object.keys(set).length > 0 && { $set: set }), ...unset },
      { returnDocument: 'after' },
    )
    .lean();
  if (found) return toMessage(found);
  // What is erased stays without words.
  if (deliveryError === undefined || !(await messages.exists({ ...named, 'content.data.redacted': true })))
    return undefined;
  return update(messages, which, {
    ...(delivery && { delivery }),
    ...(helpful !== undefined && { helpful }),
    ...(from && { from }),
  });
}

function refOf({ organizationId, sessionId }: LogRef) {
  return { organizationId, sessionId };
}
