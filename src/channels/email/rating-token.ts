// What the links of a question for a rating say, signed: which question it is, until when it may be answered, and whom it
// went to. An address says by it that it wants no more also once nothing of the question is kept.
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface RatingPlace {
  sessionId: string;
  /** Number of the question in its log. */
  seq: number;
  /** Seconds since 1970. */
  expires: number;
  /** Of the address, as `MailStops` has it: 64 hexadecimal digits. */
  toHash: string;
}

export interface RatingTokens {
  /** Letters, digits, `-` and `_`; the same place has the same token. */
  sign(place: RatingPlace): string;
  /** Undefined for what we did not sign. */
  read(token: string): RatingPlace | undefined;
}

const form = /^[\w-]{96}$/;
const [placeBytes, macBytes] = [56, 16] as const;

/** @param secret shared by all nodes */
export function createRatingTokens(secret: string): RatingTokens {
  const macOf = (place: Buffer) =>
    createHmac('sha256', secret).update('rating ').update(place).digest().subarray(0, macBytes);
  return {
    sign({ sessionId, seq, expires, toHash }) {
      const place = Buffer.alloc(placeBytes);
      place.write(sessionId.replaceAll('-', ''), 'hex');
      place.writeUInt32BE(seq, 16);
      place.writeUInt32BE(expires, 20);
      place.write(toHash, 24, 'hex');
      return Buffer.concat([place, macOf(place)]).toString('base64url');
    },
    read(token) {
      if (!form.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const place = bytes.subarray(0, placeBytes);
      // Two spellings of the last sign are the same bytes: only the one that we wrote is ours.
      if (bytes.toString('base64url') !== token) return undefined;
      if (!timingSafeEqual(bytes.subarray(placeBytes), macOf(place))) return undefined;
      const sessionId = place
        .toString('hex', 0, 16)
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return {
        sessionId,
        seq: place.readUInt32BE(16),
        expires: place.readUInt32BE(20),
        toHash: place.toString('hex', 24),
      };
    },
  };
}
