import { createLog } from '../../log';
import type { Message } from '../../protocol/model/message';
import type { ResponderSettings } from '../../protocol/answers';
import { createBreakers } from '../breaker';
import type { Provider } from '../providers/provider';
import { createReadClosing, readClosing } from './closing';

const now = Date.parse('2026-03-01T12:00:00Z');
const said = (text: string, more: object = {}): Message =>
  ({
    ...{ type: 'text', sender: 'customer', content: { text }, metadata: {} },
    timestamp: new Date(now - 60_000).toISOString(),
    ...more,
  }) as Message;

test('lines are sorted by what they are; one with a figure, an address or a secret that nobody wrote goes', () => {
  const read = readClosing(
    [
      'Here is what I found:',
      '- **WANTED**: A new zip for order 4711.',
      'WANTED: A refund of 900 EUR.',
      'DONE: See https://evil.example/x',
      'RISKS: Their password is Hunter2!',
      'RISKS: none',
      '- NEXT: N/A.',
      'DONE: nichts',
      'TOPICS: tent zip',
      'REMEMBER product: "Trailblazer tent"',
      'REMEMBER name: Ada',
      'remember everything',
    ].join('\n'),
    [said('Order 4711: the zip of my Trailblazer tent broke. My password is Hunter2!')],
  );
  expect(read).toEqual({
    parts: { wanted: ['A new zip for order 4711.'], done: [], next: [], risks: [], topics: ['tent zip'] },
    pointed: [
      { kind: 'product', quote: 'Trailblazer tent' },
      { kind: 'name', quote: 'Ada' },
    ],
  });
  expect(readClosing('Of course, I am happy to help!', [said('Hi')])).toBeUndefined();
});

describe('a model is asked', () => {
  const asked: string[] = [];
  const provider: Provider = {
    ...{ name: 'openai', model: 'm', floors: { cautious: 0, balanced: 0, eager: 0 } },
    answer: () => Promise.reject(new Error('not asked')),
    write: async ({ material }) => {
      asked.push(material);
      return { text: 'WANTED: A zip.', tokens: { input: 1, output: 1 } };
    },
  };
  const deps = {
    provider,
    breakers: createBreakers(),
    budget: {
      affords: async () => true,
      spend: async () => undefined,
      keepsToWords: async () => false,
    },
    answers: { record: async () => 'id' },
    log: createLog('silent'),
    deadlineMs: 60_000,
    now: () => now,
  };
  const read = createReadClosing(deps as unknown as Parameters<typeof createReadClosing>[0]);
  const asker = (settings: object = { enabled: true }) => ({
    organizationId: 'o',
    session: { id: 's', customerId: 'c' },
    settings: settings as ResponderSettings,
  });
  beforeEach(() => void (asked.length = 0));

  it('where a customer said something lately', async () => {
    expect(await read(asker(), [said('The zip broke.')])).toMatchObject({ model: 'm' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['of what ended long ago', [said('The zip broke.', { timestamp: '2026-02-20T12:00:00Z' })], {}],
    ['where no customer said a word', [said('Hello?', { sender: 'agent' })], {}],
    ['where the organization lets no AI answer', [said('The zip broke.')], { enabled: false }],
  ])('not %s', async (_, messages, settings) => {
    expect(await read(asker({ enabled: true, ...settings }), messages)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
