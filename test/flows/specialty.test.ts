// A handover goes to whoever speaks the customer's language or knows the subject, although a colleague has been idle for longer.
import type { Message } from '../../src/protocol/model/message';
import { TestServer } from '../dev-env/test-server';
import { eventually } from '../../src/tools/eventually';

let server: TestServer;
let generalist: string;
let specialist: string;
let german: string;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
  await server.request('POST', 'knowledge/articles', {
    body: { title: 'Invoices', content: 'An invoice is sent on the first of a month.', category: 'Billing' },
  });
  generalist = await online('Gene');
  specialist = await online('Bill', ['billing', 'cards']);
  german = await online('Lena');
  const languages = await server.request('PATCH', `agents/${german}`, { body: { languages: ['de'] } });
  expect(languages.body).toMatchObject({ languages: ['de'] });
});
afterAll(() => server?.close());

async function online(name: string, specialties: string[] = []): Promise<string> {
  const { agentId, token } = await server.addAgent(name);
  await server.request('PATCH', `agents/${agentId}`, { body: { specialties } });
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  expect(await socket.emitWithAck('presence:set', { status: 'online' })).toMatchObject({ ok: true });
  return agentId;
}

/** What a new customer writes; who got it, and the packet. */
async function handedOver(text: string) {
  const customer = server.socket('/customer', { channelKey: server.channelKey });
  await new Promise((resolve) => customer.once('ready', resolve));
  const ack = (await customer.emitWithAck('message:send', { clientMessageId: 'one', text })) as {
    message: Message;
  };
  const { sessionId } = ack.message;
  const { agentId, content } = await eventually(async () => {
    const { body } = await server.request('GET', `sessions/${sessionId}/messages?limit=50`);
    return (body as { items: Message[] }).items.find(({ type }) => type === 'handover');
  });
  return { agentId, packet: content.packet };
}

test('The category of what was found names the specialist', async () => {
  expect(await handedOver('I hate this awful invoice, it is terrible!')).toMatchObject({
    agentId: specialist,
    packet: { trigger: 'sentiment', suggestedSpecialty: 'billing' },
  });
});

test('The words of the question name the specialist', async () => {
  expect(await handedOver('My card is lost. I want to talk to a human.')).toMatchObject({
    agentId: specialist,
    packet: { trigger: 'requested', suggestedSpecialty: 'cards' },
  });
});

test('What no specialty fits goes to whoever has been idle the longest', async () => {
  const { agentId, packet } = await handedOver('I want to talk to a human');
  expect(agentId).toBe(generalist);
  expect(packet).not.toHaveProperty('suggestedSpecialty');
});

test('A German handover goes to whoever speaks German; a language that is none is refused', async () => {
  const text = 'Ich möchte bitte mit einem Menschen sprechen, meine Karte ist verloren.';
  expect(await handedOver(text)).toMatchObject({ agentId: german, packet: { language: 'de' } });
  const { status, body } = await server.request('PATCH', `agents/${german}`, {
    body: { languages: ['German'] },
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ path: 'languages.0' }] });
});
