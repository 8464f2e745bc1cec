// Which conversation a mail belongs to, signed: in the address that answers go to, and in the Message-ID of what we send.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Longest part of an address before the @, in octets (RFC 5321, 4.5.3.1.1). */
const longestLocalPart = 64;
const macLength = 16;
const token = /^([0-9a-f]{32})([0-9a-f]{16})$/;

export interface SessionTokens {
  /** Of a try to send a message. @param to of several whom it goes to, the one that counts */
  messageId(place: { sessionId: string; seq: number; tryId: string; to?: string }, address: string): string;
  /** Whether what becomes of our mail at a recipient says something of the message; at a copy it says nothing. */
  counts(messageId: string, recipient: string): boolean;
  /** The channel's address with the token; undefined where that would be too long. */
  replyAddress(sessionId: string, address: string): string | undefined;
  /** The session of such a Message-ID; undefined when it is none of ours. */
  ofMessageId(messageId: string): string | undefined;
  /** The session of such an address. */
  ofAddress(address: string, channel: string): string | undefined;
}

/** Lower case throughout: mail servers change the case. @param secret shared by all nodes */
export function createSessionTokens(secret: string): SessionTokens {
  const macOf = (session: string) =>
    createHmac('sha256', secret).update(`mail ${session}`).digest('hex').slice(0, macLength);
  const tokenOf = (sessionId: string) => {
    const session = sessionId.replaceAll('-', '');
    return session + macOf(session);
  };
  function sessionOf(said: string | undefined): string | undefined {
    const [, session, mac] = token.exec(said?.toLowerCase() ?? '') ?? [];
    if (session === undefined || !timingSafeEqual(Buffer.from(mac!), Buffer.from(macOf(session))))
      return undefined;
    return session.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
  const markOf = (to: string) => macOf(`to ${to.toLowerCase()}`);
  return {
    messageId({ sessionId, seq, tryId, to }, address) {
      const parts = [
        tokenOf(sessionId),
        seq,
        tryId.replaceAll('-', ''),
        ...(to === undefined ? [] : [markOf(to)]),
      ];
      return `${parts.join('.')}@${partsOf(address).domain}`;
    },
    counts(messageId, recipient) {
      const mark = partsOf(messageId).local.split('.')[3];
      return mark === undefined || mark === markOf(recipient);
    },
    replyAddress(sessionId, address) {
      const { local, domain } = partsOf(address);
      const longer = `${local}+${tokenOf(sessionId)}`;
      return longer.length > longestLocalPart ? undefined : `${longer}@${domain}`;
    },
    ofMessageId: (messageId) => sessionOf(messageId.split('.', 1)[0]),
    ofAddress(address, channel) {
      const [own, other] = [partsOf(channel), partsOf(address)];
      const start = `${own.local}+`;
      const isOurs = other.domain === own.domain && other.local.startsWith(start);
      return isOurs ? sessionOf(other.local.slice(start.length)) : undefined;
    },
  };
}

function partsOf(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, at).toLowerCase(), domain: address.slice(at + 1).toLowerCase() };
}
