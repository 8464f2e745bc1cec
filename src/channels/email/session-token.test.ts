import { randomUUID } from 'node:crypto';
import { createSessionTokens } from './session-token';

const tokens = createSessionTokens('a secret');
const sessionId = randomUUID();
const tryId = randomUUID();
const address = 'Support@Shop.test';

it('comes back by the id of our mail, and by the address that answers go to, whatever became of the case', () => {
  const id = tokens.messageId({ sessionId, seq: 7, tryId }, address);
  expect(id.endsWith(`.7.${tryId.replaceAll('-', '')}@shop.test`)).toBe(true);
  expect(tokens.ofMessageId(id)).toBe(sessionId);
  expect(tokens.ofMessageId(id.toUpperCase())).toBe(sessionId);
  const reply = tokens.replyAddress(sessionId, address)!;
  expect(reply.split('@')[0]!.length).toBeLessThanOrEqual(64);
  expect(tokens.ofAddress(reply.toUpperCase(), address)).toBe(sessionId);
});

it('is nobody else’s: another secret, another session, another address, a word', () => {
  const other = createSessionTokens('another secret');
  const id = tokens.messageId({ sessionId, seq: 7, tryId }, address);
  expect(other.ofMessageId(id)).toBeUndefined();
  const digit = id[0] === '0' ? '1' : '0';
  expect(tokens.ofMessageId(digit + id.slice(1))).toBeUndefined();
  const reply = tokens.replyAddress(sessionId, address)!;
  expect(tokens.ofAddress(reply, 'sales@shop.test')).toBeUndefined();
  expect(tokens.ofAddress(reply.replace('shop', 'shop2'), address)).toBeUndefined();
  for (const wrong of ['', '@', 'support@shop.test', 'support+@shop.test', 'support+x@shop.test'])
    expect([tokens.ofAddress(wrong, address), tokens.ofMessageId(wrong)]).toEqual([undefined, undefined]);
});

it('is left out where the address would be too long for mail servers', () => {
  expect(tokens.replyAddress(sessionId, `${'x'.repeat(20)}@shop.test`)).toBeUndefined();
});

it('tells each try, and a copy from whom it is for', () => {
  const place = { sessionId, seq: 7, tryId };
  const [alone, copied] = [place, { ...place, to: 'Ada@example.com' }].map((one) =>
    tokens.messageId(one, address),
  );
  expect(tokens.messageId({ ...place, tryId: randomUUID() }, address)).not.toBe(alone);
  // Whom it was forwarded to tells of whom it went to alone.
  expect(tokens.counts(alone!, 'ada@elsewhere.com')).toBe(true);
  expect(tokens.counts(copied!, 'ada@example.com')).toBe(true);
  expect(tokens.counts(copied!, 'partner@example.com')).toBe(false);
  expect(tokens.ofMessageId(copied!)).toBe(sessionId);
});
