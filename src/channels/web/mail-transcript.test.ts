import { DomainError } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Message } from '../../protocol/model/message';
import { createMailTranscript, type TranscriptDeps } from './mail-transcript';

type Deps = Parameters<typeof createMailTranscript>[0];
const visitor = { organizationId: 'o', customer: { id: 'c' } } as Visitor;
const said = (sender: Message['sender'], text: string) =>
  ({
    sender,
    type: 'text',
    content: { text },
    metadata: {},
    timestamp: '2026-03-02T09:05:00.000Z',
  }) as Message;

function transcripts(given: Partial<TranscriptDeps> = {}) {
  const sent: Array<{ to: string; text: string }> = [];
  const left: string[] = [];
  const deps = {
    isPossible: () => Promise.resolve(true),
    addressesOf: () => Promise.resolve([{ email: 'ada@example.com', isProved: true }]),
    leaveEmail: (_: Visitor, email: string) => Promise.resolve(void left.push(email)),
    channelName: () => Promise.resolve('Shop'),
    count: () => Promise.resolve(),
    send: (letter: { to: string; text: string }) => Promise.resolve(void sent.push(letter)),
    sessions: {
      messages: () =>
        Promise.resolve([
          said('customer', 'My words'),
          said('ai', 'Words of the AI'),
          said('agent', 'Our words'),
          said('system', 'Hi My name'),
        ]),
    },
    mayWrite: () => Promise.resolve(),
    own: { reach: () => Promise.resolve({ person: visitor, state: { id: 's' } }) },
    ...given,
  } as unknown as Deps;
  return { mail: createMailTranscript(deps), sent, left };
}

const from = { address: '127.0.0.1' };
const codeOf = (work: Promise<unknown>) => work.then(String, (error: DomainError) => error.code);

test('to an address that is proved goes all of it, and who asks without one learns only a hint', async () => {
  const { mail, sent, left } = transcripts();
  expect(await mail(visitor, from)).toEqual({ email: 'a…@example.com' });
  expect(await mail(visitor, { ...from, email: 'Ada@Example.com' })).toEqual({ email: 'Ada@Example.com' });
  expect(sent.map(({ to, text }) => [to, text.includes('My words')])).toEqual([
    ['ada@example.com', true],
    ['ada@example.com', true],
  ]);
  expect(left).toEqual(['Ada@Example.com']);
});

test('to one that was typed goes what people of the team said alone', async () => {
  const { mail, sent } = transcripts();
  await mail(visitor, { ...from, email: 'other@example.com' });
  expect(sent).toEqual([expect.objectContaining({ to: 'other@example.com' })]);
  expect(sent[0]!.text).toContain('Our words');
  expect(sent[0]!.text).not.toMatch(/My words|My name|Words of the AI/);
});

test('nothing goes out without an address, without a mailbox, or beyond the limit', async () => {
  const nobody = transcripts({ addressesOf: () => Promise.resolve([]) });
  const mute = transcripts({ isPossible: () => Promise.resolve(false) });
  const often = transcripts({ count: () => Promise.reject(new DomainError('rate_limited', 'Too many.')) });
  expect(await Promise.all([nobody, mute, often].map(({ mail }) => codeOf(mail(visitor, from))))).toEqual([
    'invalid',
    'unavailable',
    'rate_limited',
  ]);
  expect([nobody, mute, often].flatMap(({ sent }) => sent)).toEqual([]);
});
