// What a shop has after its first weeks, so that the tour's pictures of the newer rooms show something.
import { randomUUID } from 'node:crypto';
import type { Company } from '../../src/protocol/companies';
import type { FollowUp } from '../../src/protocol/follow-ups';
import type { QualityReview } from '../../src/protocol/quality';
import { eventually } from '../../src/tools/eventually';
import type { TestServer } from '../../test/dev-env/test-server';
import { customer } from '../../test/flows/console-desk';

type Agent = Awaited<ReturnType<TestServer['addAgent']>>;

/** Of REST, by the admin unless somebody else's token is given. @throws Error with the answer where it is refused */
function asking(server: TestServer) {
  return async <T = object>(method: string, path: string, body: unknown, token?: string): Promise<T> => {
    const answer = await server.request(method, path, { body, ...(token !== undefined && { token }) });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
}
type Ask = ReturnType<typeof asking>;

async function companies(server: TestServer, ask: Ask): Promise<void> {
  for (const [name, domain, tier, people] of [
    ['Fjord Hotels', 'fjordhotels.example', 'vip', ['Ingrid Moe', 'Lars Dahl']],
    ['Studio Okafor', 'okafor.example', 'priority', ['Amara Okafor']],
    ['Brass & Sons', 'brass.example', undefined, ['George Brass']],
  ] as const) {
    const company = await ask<Company>('POST', 'companies', {
      ...{ name, domains: [domain] },
      ...(tier && { tier, notes: 'Answered by Mara where she is there.' }),
    });
    for (const person of people) {
      const [firstName, lastName] = person.split(' ') as [string, string];
      const { id } = await customer(server, { firstName, lastName });
      await ask('PUT', `customers/${id}/company`, { companyId: company.id });
    }
  }
}

async function writtenOnce(ask: Ask): Promise<void> {
  await ask('POST', 'canned-replies', {
    ...{ shortcut: 'number', title: 'Ask for the order number', shared: true },
    content: 'Hi {{customer.first_name}}, what is the number of your order?',
  });
  await ask('POST', 'macros', {
    ...{ shortcut: 'sorry', title: 'Say sorry and close', shared: true },
    steps: { reply: 'Sorry about that, {{customer.first_name}}.', addLabels: ['apology'], close: true },
  });
  for (const [name, words, steps] of [
    [
      'Broken on arrival',
      ['broken', 'bent', 'scratched'],
      ['Ask for the order number', 'Ask for a picture', 'Send a new one', 'Say when it comes'],
    ],
    ['Address change', ['address'], ['Look whether it has left', 'Change it', 'Confirm it in writing']],
  ] as const)
    await ask('POST', 'playbooks', {
      ...{ name, isActive: true, when: { words } },
      steps: steps.map((text) => ({ text })),
    });
}

async function slaPolicies(ask: Ask): Promise<void> {
  const value = [
    { id: randomUUID(), name: 'Urgent', when: { priority: ['urgent'] }, firstReply: 10, nextReply: 20 },
    { id: randomUUID(), name: 'Everybody', when: {}, firstReply: 30, nextReply: 60, resolution: 1_440 },
  ];
  await ask('POST', 'settings', { category: 'sla', key: 'policies', value });
}

/** Conversations that the agent answered; closed where that is said. */
async function answered(server: TestServer, ask: Ask, agent: Agent) {
  const one = async (name: string, asked: string, reply: string, closes: boolean): Promise<string> => {
    const [firstName, lastName] = name.split(' ') as [string, string];
    const who = await customer(server, { firstName, lastName });
    await who.say(asked);
    const sessionId = await who.askForPerson();
    await ask('POST', `sessions/${sessionId}/claim`, {}, agent.token);
    const said = { text: reply, clientMessageId: randomUUID() };
    await ask('POST', `sessions/${sessionId}/messages`, said, agent.token);
    if (closes) await ask('POST', `sessions/${sessionId}/close`, {}, agent.token);
    return sessionId;
  };
  const old = await one('Elsa Holm', 'My lamp flickers.', 'We send you a new dimmer tomorrow.', true);
  const ids = [
    await one('Ruth Abel', 'Is my parcel on its way?', 'It is: it comes on Friday.', true),
    await one('Omar Said', 'The glass is scratched.', 'I am sorry. A new one leaves today.', true),
    await one('Nils Berg', 'Can you engrave it?', 'Yes. What shall it say?', false),
    await one('Maria Costa', 'Which bulb fits?', 'E27, up to 60 watts. Which lamp is it?', false),
  ];
  return [old, ...ids];
}

/** It was so many days ago, by its row, once the row is as the log says. */
const daysAgo = (server: TestServer, ids: readonly string[], days: number): Promise<boolean> =>
  eventually(async () => {
    const rows = await server.query(
      `UPDATE sessions SET last_message = jsonb_set(last_message, '{timestamp}', to_jsonb((now() - $2::int * interval '1 day')::text)),
         ended_at = ended_at - $2::int * interval '1 day'
       WHERE id = ANY ($1::uuid[]) AND last_message ->> 'sender' = 'agent' RETURNING id`,
      [ids, days],
    );
    return rows.length > 0;
  });

async function followUps(server: TestServer, ask: Ask): Promise<void> {
  await ask('POST', 'settings', { category: 'followUps', key: 'enabled', value: true });
  await eventually(async () => {
    await server.app.queue.add('follow-ups', {}, { key: 'follow-ups' });
    const { body } = await server.request('GET', 'follow-ups');
    return (body as { items: FollowUp[] }).items.length > 1;
  });
}

async function quality(ask: Ask, reviewer: Agent): Promise<void> {
  const criteria = [
    ['Tone', 'Warm, and to the point.', 3, 'one_to_five', false],
    ['Asked who it is', 'Before anything of an order is said.', 1, 'yes_no', true],
    ['Said what happens next', 'The customer knows what comes, and when.', 2, 'one_to_five', false],
  ].map(([name, good, weight, scale, critical]) => ({
    ...{ id: randomUUID(), name, good, weight, scale, critical },
  }));
  await ask('PUT', 'quality/card', { criteria, perAgent: 5, perTeam: 0, perAi: 0 });
  await ask('POST', 'quality/samples', {});
  const { items } = await ask<{ items: QualityReview[] }>('GET', 'quality/reviews?limit=20', undefined);
  const scores = criteria.map(({ id, scale }) => ({ criterionId: id, value: scale === 'yes_no' ? 1 : 4 }));
  const body = { scores, comment: 'Quick and kind.' };
  await ask('PUT', `quality/reviews/${items[0]!.id}`, body, reviewer.token);
}

export async function fillRooms(server: TestServer, agent: Agent, supervisor: Agent): Promise<void> {
  const ask = asking(server);
  await companies(server, ask);
  await writtenOnce(ask);
  await slaPolicies(ask);
  const ids = await answered(server, ask, agent);
  for (const id of ids) await daysAgo(server, [id], 7);
  await quality(ask, supervisor);
  await followUps(server, ask);
}
