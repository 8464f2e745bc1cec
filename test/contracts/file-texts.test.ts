// What files of messages say, on a real PostgreSQL: found by its own organization alone, gone with its customer, and read in the end whatever broke off.
import { randomUUID } from 'node:crypto';
import { DomainError } from '../../src/errors';
import { createEventBus, type DomainEvents } from '../../src/events';
import { attachmentIdOf, mediaUrlOf } from '../../src/files/sign';
import { createLog } from '../../src/log';
import type { Message, Sender } from '../../src/protocol/model/message';
import { createFileTexts, type FileTextDeps } from '../../src/search/file-texts';
import type { SearchStore } from '../../src/search/store';
import type { FileTextStore } from '../../src/search/file-store';
import { createAttachmentStore } from '../../src/stores/postgres/tenant/files/attachments';
import { createFileTextStore } from '../../src/stores/postgres/tenant/search/file-texts';
import { createSearchStore } from '../../src/stores/postgres/tenant/search/search';
import { eventually } from '../../src/tools/eventually';
import { openMigratedPostgres, type MigratedPostgres } from './migrated-postgres';

let opened: MigratedPostgres;
let postgres: MigratedPostgres['postgres'];
let owner: MigratedPostgres['owner'];
let search: SearchStore;
let store: FileTextStore;
const [mine, theirs] = [randomUUID(), randomUUID()];
const channels = new Map<string, string>();

beforeAll(async () => {
  opened = await openMigratedPostgres({ poolSize: 4 });
  ({ postgres, owner } = opened);
  search = createSearchStore(postgres.withOrganization, postgres.crossTenant);
  store = createFileTextStore(postgres.withOrganization);
  for (const id of [mine, theirs]) {
    await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'One')`, [id]);
    const channel = randomUUID();
    channels.set(id, channel);
    await owner.query(
      `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', $3)`,
      [channel, id, channel],
    );
  }
});
afterAll(() => opened?.close());

interface Sent {
  organizationId: string;
  customerId: string;
  sessionId: string;
  fileId: string;
  message: Message;
}

/** A file that a message of a customer carries, as the log and the rows of files say it. */
async function sent(organizationId = mine, fileName = 'letter.txt'): Promise<Sent> {
  const { rows } = await owner.query<{ customerId: string; sessionId: string; fileId: string }>(
    `WITH person AS (INSERT INTO customers (organization_id) VALUES ($1) RETURNING id),
       session AS (INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type)
         SELECT $1, id, $2, 'web' FROM person RETURNING id, customer_id),
       file AS (INSERT INTO attachments (organization_id, session_id, customer_id, uploaded_by, file_name, media_type, size, message_key)
         SELECT $1, id, customer_id, customer_id, $3, 'text/plain', 9, 'm1' FROM session RETURNING id)
     SELECT session.id AS "sessionId", customer_id AS "customerId", file.id AS "fileId" FROM session, file`,
    [organizationId, channels.get(organizationId), fileName],
  );
  const one = rows[0]!;
  const message = {
    ...{ sessionId: one.sessionId, seq: 1, type: 'file', sender: 'customer' },
    content: { mediaUrl: mediaUrlOf(one.fileId), fileName },
    timestamp: new Date().toISOString(),
  } as unknown as Message;
  return { organizationId, ...one, message };
}

/** A node; what it rings for is listed, and done when the test says so. */
function node(change: Partial<FileTextDeps> = {}) {
  const events = createEventBus((error) => {
    throw error;
  });
  const queued: Array<{ fileId: string; at?: Date; why?: string }> = [];
  const texts = createFileTexts({
    store,
    events,
    messages: { read: () => Promise.resolve([]) },
    endings: ['.txt', '.pdf'],
    fileIdOf: attachmentIdOf,
    bytesOf: () => Promise.resolve(Buffer.from('bytes')),
    readText: () => Promise.resolve('The quokka sleeps'),
    findMessage: () => Promise.resolve(undefined),
    words: (text) => text.toLowerCase().split(' '),
    enqueue: (_organization, fileId, later) => void queued.push({ fileId, ...later }),
    log: createLog('silent'),
    ...change,
  });
  const hear = ({ organizationId, sessionId, message }: Sent) =>
    events.emit('message', {
      session: { id: sessionId, organizationId } as DomainEvents['message']['session'],
      message,
    });
  return { texts, queued, hear, events };
}

const rowOf = async ({ fileId }: Sent) => {
  const { rows } = await owner.query<{ state: string; attempts: number; trouble: string | null }>(
    'SELECT state, attempts, trouble FROM file_texts WHERE attachment_id = $1',
    [fileId],
  );
  return rows[0];
};
const leaseEnds = ({ fileId }: Sent) =>
  owner.query('UPDATE file_texts SET due_at = now() WHERE attachment_id = $1', [fileId]);
const noted = (one: Sent) => eventually(async () => (await rowOf(one)) !== undefined);
const find = async (words: string[], organizationId = mine) =>
  (await search.findRows(organizationId, words, {})).hits.map(({ sessionId, seq, fileId }) => ({
    sessionId,
    seq,
    fileId,
  }));

/** Read and found. */
async function read(one: Sent, text: string): Promise<void> {
  const { texts, hear } = node({ readText: () => Promise.resolve(text) });
  hear(one);
  await noted(one);
  await texts.work(one.organizationId, one.fileId);
  await texts.close();
}

test('What a file says is found at its message, by its own organization and nobody else', async () => {
  const [own, foreign] = [await sent(), await sent(theirs)];
  await read(own, 'The walrus pays in rates');
  await read(foreign, 'The walrus pays at once');
  const { sessionId, fileId } = own;
  expect(await find(['walrus'])).toEqual([{ sessionId, seq: 1, fileId }]);
  expect(await find(['walrus', 'pay', 'rat'])).toHaveLength(1);
  expect(await find(['walrus', 'once'])).toEqual([]);
  expect(await store.contentOf(mine, fileId)).toEqual({
    fileName: 'letter.txt',
    content: 'The walrus pays in rates',
  });
  expect(await store.contentOf(mine, foreign.fileId)).toBeUndefined();
  expect(await store.take(mine, foreign.fileId, 1_000)).toBeUndefined();
  const count = async (where: { kinds?: ['note' | 'file' | 'message']; senders?: [Sender] }) =>
    (await search.findRows(mine, ['walrus'], where)).hits.length;
  expect(await count({ kinds: ['file'], senders: ['customer'] })).toBe(1);
  expect(await count({ kinds: ['message'] })).toBe(0);
  expect(await count({ senders: ['agent'] })).toBe(0);
  expect((await search.find(mine, ['walrus'])).hits).toEqual([{ sessionId, seq: 1, fileId }]);
});

test('A message whose own words fit is found once, as itself', async () => {
  const one = await sent();
  await read(one, 'The ocelot is striped');
  const at = one.message.timestamp;
  const message = { seq: 1, words: ['ocelot'], kinds: ['message'] as const, sender: 'customer' as const, at };
  await search.write(mine, [{ sessionId: one.sessionId, upTo: 1, messages: [message], at }]);
  expect(await find(['ocelot'])).toEqual([{ sessionId: one.sessionId, seq: 1, fileId: undefined }]);
});

test('Of who is erased no word is left, none comes back from what was being read, and none is noted', async () => {
  const [done, begun] = [await sent(), await sent()];
  await read(done, 'The lemming jumps');
  const { texts, hear } = node({
    async readText() {
      await createAttachmentStore(postgres.withOrganization, postgres.crossTenant).removeOf(begun);
      return 'The lemming lives';
    },
  });
  hear(begun);
  await noted(begun);
  await texts.work(mine, begun.fileId);
  await createAttachmentStore(postgres.withOrganization, postgres.crossTenant).removeOf(done);
  hear(begun);
  await texts.close();
  expect(await find(['lemming'])).toEqual([]);
  expect([await rowOf(done), await rowOf(begun)]).toEqual([undefined, undefined]);
});

test('A file whose bell was lost is found in the log, and one whose node ended is read by another', async () => {
  const one = await sent();
  await sent(mine, 'photo.png');
  const { texts, queued } = node({
    findMessage: ({ id }) => Promise.resolve(id === one.fileId ? one.message : undefined),
  });
  expect(await texts.findLost(mine)).toBeUndefined();
  expect(queued).toEqual([{ fileId: one.fileId }]);
  // Taken by a node that ended.
  expect(await store.take(mine, one.fileId, 60_000)).toMatchObject({ fileName: 'letter.txt', attempts: 1 });
  await texts.work(mine, one.fileId);
  expect(await rowOf(one)).toMatchObject({ state: 'waiting', attempts: 1 });
  await leaseEnds(one);
  expect(await texts.findLost(mine)).toBeUndefined();
  expect(queued).toHaveLength(2);
  await texts.work(mine, one.fileId);
  expect(await find(['quokka', 'sleep'])).toHaveLength(1);
  // Done is done.
  await leaseEnds(one);
  await texts.findLost(mine);
  expect(queued).toHaveLength(2);
  await texts.close();
});

test('What cannot be read is read no more, what ends the process is given up, what is away is waited for', async () => {
  const [damaged, deadly, away] = [await sent(), await sent(), await sent()];
  const calls: string[] = [];
  const { texts, queued, hear } = node({
    bytesOf: (_organization, fileId) => Promise.resolve(Buffer.from(fileId)),
    readText(_name, bytes) {
      const id = bytes.toString();
      calls.push(id);
      return Promise.reject(new DomainError(id === damaged.fileId ? 'invalid' : 'unavailable', 'No.'));
    },
  });
  for (const one of [damaged, deadly, away]) {
    hear(one);
    await noted(one);
  }
  for (let time = 1; time <= 2; time += 1) await texts.work(mine, damaged.fileId);
  expect(await rowOf(damaged)).toEqual({ state: 'unreadable', attempts: 1, trouble: 'invalid' });
  for (let time = 1; time <= 3; time += 1) {
    await store.take(mine, deadly.fileId, 60_000);
    await leaseEnds(deadly);
  }
  await texts.work(mine, deadly.fileId);
  expect(await rowOf(deadly)).toMatchObject({ state: 'unreadable', trouble: 'too_often' });
  for (let time = 1; time <= 5; time += 1) {
    await texts.work(mine, away.fileId);
    await leaseEnds(away);
  }
  expect(await rowOf(away)).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(queued.filter(({ at }) => at).map(({ fileId }) => fileId)).toEqual(Array(5).fill(away.fileId));
  expect(calls.filter((id) => id !== away.fileId)).toEqual([damaged.fileId]);
  await texts.close();
});

test('What is away for long is asked for less and less often, once an hour at last', async () => {
  const one = await sent();
  const { texts, queued, hear } = node({
    bytesOf: () => Promise.reject(new DomainError('unavailable', 'No.')),
  });
  hear(one);
  await noted(one);
  const minutes: number[] = [];
  for (const hours of [0, 5, 1_000]) {
    await owner.query(
      `UPDATE file_texts SET due_at = now(), at = now() - $2 * interval '1 hour' WHERE attachment_id = $1`,
      [one.fileId, hours],
    );
    await texts.work(mine, one.fileId);
    minutes.push(Math.ceil((queued.at(-1)!.at!.getTime() - Date.now()) / 60_000));
  }
  expect(await rowOf(one)).toMatchObject({ state: 'waiting', attempts: 0 });
  expect(minutes).toEqual([2, expect.closeTo(30, -1), 60]);
  await texts.close();
});

test('The first that is read once its storage is back wakes the others that wait for it, and says meanwhile why they do', async () => {
  const [first, second, third] = [await sent(), await sent(), await sent()];
  const away = new Set([first.fileId, second.fileId, third.fileId]);
  const { texts, queued, hear } = node({
    bytesOf: (_organization, fileId) =>
      away.has(fileId)
        ? Promise.reject(new DomainError('unavailable', 'The bucket for files does not answer.'))
        : Promise.resolve(Buffer.from('bytes')),
  });
  for (const one of [first, second, third]) {
    hear(one);
    await noted(one);
    await texts.work(mine, one.fileId);
  }
  expect(queued.filter(({ why }) => why === 'The bucket for files does not answer.')).toHaveLength(3);
  expect(await rowOf(second)).toEqual({ state: 'waiting', attempts: 0, trouble: 'unavailable' });
  away.delete(first.fileId);
  away.delete(second.fileId);
  await leaseEnds(first);
  queued.length = 0;
  await texts.work(mine, first.fileId);
  expect(await rowOf(first)).toMatchObject({ state: 'read', trouble: null });
  const woken = queued.map(({ fileId }) => fileId);
  expect(woken.sort()).toEqual(expect.arrayContaining([second.fileId, third.fileId].sort()));
  await texts.work(mine, second.fileId);
  expect(await rowOf(second)).toMatchObject({ state: 'read', trouble: null });
  // One that stays away is no reason to wake anybody.
  queued.length = 0;
  await texts.work(mine, third.fileId);
  expect(queued).toMatchObject([{ fileId: third.fileId, why: 'The bucket for files does not answer.' }]);
  await texts.close();
});
