// Notes about customers are found where everything else is: by programs, on the search page and in the command bar, and open where they stand.
import type { CustomerNote } from '../../src/protocol/customer-notes';
import { foundKinds, type FoundPage } from '../../src/protocol/search';
import { eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, sideways, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });
const write = async (id: string, text: string) =>
  (await ask('POST', `customers/${id}/notes`, { text })).body as CustomerNote;
const search = async (asked: string, token?: string) =>
  (await ask('GET', `search?q=${asked}`, undefined, token)).body as FoundPage;
const everything = foundKinds.map((kind) => `&kind=${kind}`).join('');
const notesOf = async (asked: string, token?: string) =>
  (await search(`${asked}&kind=customer_note`, token)).items;
/** A word that only one test writes. */
let count = 0;
const newWord = (begin: string) => `${begin}${(count += 1)}${process.pid}`;

test('a note is found at once with its words marked, by its new words once changed, and never once it is gone', async () => {
  const { id: customerId } = await customer(suite.server, { firstName: 'Nina' });
  const [word, other] = [newWord('walnut'), newWord('pecan')];
  const note = await write(customerId, `Allergic to ${word}, says the nurse`);
  const { items, total } = await search(`aller+${word}${everything}`);
  expect(total).toBe(1);
  const place = { kind: 'customer_note', noteId: note.id, customerId, customerName: 'Nina' };
  expect(items).toMatchObject([{ ...place, author: note.author, at: note.createdAt }]);
  const { text, marks } = items[0]!.highlight;
  expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['Aller', word]);
  const at = `customers/${customerId}/notes/${note.id}`;
  await ask('PATCH', at, { text: `Allergic to ${other}` });
  expect([await notesOf(word), await notesOf(other)]).toMatchObject([[], [place]]);
  await ask('DELETE', at);
  expect(await notesOf(other)).toEqual([]);
  await write(customerId, `Again ${other}`);
  expect(await notesOf(other)).toHaveLength(1);
  expect((await ask('DELETE', `customers/${customerId}`)).status).toBe(200);
  expect(await notesOf(other)).toEqual([]);
});

test('what is asked of who wrote it and when holds for notes, what is asked of a conversation fits none', async () => {
  const grace = await customer(suite.server, { firstName: 'Grace' });
  const word = newWord('tandem');
  const { sessionId } = await grace.say(`My ${word} is broken`);
  await write(grace.id, `Rides a ${word} to work`);
  const all = async (more = '') => (await search(`${word}${more}`)).items.map(({ kind }) => kind);
  // What answers may have the word, too; and so may what is known of the conversation, once it is summed up.
  const both = '&kind=message&kind=customer_note';
  const kinds = async (more = '') => [...new Set(await all(more))].sort();
  await eventuallyPasses(async () => expect(await kinds(both)).toEqual(['customer_note', 'message']));
  expect(await kinds(`${both}&order=newest`)).toEqual(['customer_note', 'message']);
  // Whoever does not ask for them reads places in conversations alone.
  expect(await kinds()).not.toContain('customer_note');
  expect(await all('&kind=customer_note')).toEqual(['customer_note']);
  expect(await kinds('&kind=note&kind=message')).toEqual(['message']);
  expect(await all(`${both}&sender=agent`)).toEqual(['customer_note']);
  expect(await kinds(`${both}&sender=customer`)).toEqual(['message']);
  expect(await all(`${both}&before=2020-01-01T00:00:00Z`)).toEqual([]);
  const { status } = (await ask('GET', `sessions/${sessionId}`)).body as { status: string };
  for (const asked of [`status=${status}`, 'channelType=web'])
    expect(await kinds(`${both}&${asked}`)).toEqual(['message']);
  const found = await all(both);
  const first = await search(`${word}${both}&limit=1`);
  const rest = await search(`${word}${both}&limit=50&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map(({ kind }) => kind)).toEqual(found);
  expect([first.total, rest.nextCursor]).toEqual([found.length, null]);
});

test('whoever may not read customers, or is of another organization, finds none', async () => {
  const { id } = await customer(suite.server);
  const word = newWord('barge');
  await write(id, `Lives on a ${word}`);
  const keyFor = async (permissions: string[]) =>
    ((await ask('POST', 'api-keys', { name: word, permissions })).body as { key: string }).key;
  const narrow = await keyFor(['sessions:read']);
  expect(await search(word, narrow)).toMatchObject({ items: [], total: 0 });
  expect((await ask('GET', `search?q=${word}&kind=customer_note`, undefined, narrow)).status).toBe(403);
  expect(await notesOf(word, await keyFor(['sessions:read', 'customers:read']))).toHaveLength(1);
  const { email, password } = await suite.server.addOrganization();
  expect(await notesOf(word, await suite.server.login(email, password))).toEqual([]);
});

testInBrowser('an agent finds a note on the search page and by Ctrl+K, and is led to it', async () => {
  const { id } = await customer(suite.server, { firstName: 'Iris', lastName: 'Moor' });
  const word = newWord('quill');
  await write(id, `Collects ${word} pens and wants them wrapped`);
  for (let older = 0; older < 12; older += 1) await write(id, `Written later ${older}`);
  const page = await suite.open({ path: `/console/search?q=${word}` });
  await page.getByText('1 result', { exact: true }).waitFor();
  const place = page.getByRole('link', { name: /Note about the customer/ });
  await place.waitFor();
  await page.getByRole('radiogroup').getByText('Notes', { exact: true }).click();
  await page.waitForURL(/kind=note/);
  await place.locator('mark', { hasText: word }).waitFor();
  expect([await faults(page), await sideways(page)]).toEqual([[], []]);
  await pictures(page, 'search-notes', { widths: [1440, 390] });
  await place.click();
  await page.waitForURL(new RegExp(`/customers/${id}\\?note=`));
  const led = page.locator('li[aria-current="true"]', { hasText: word });
  await led.waitFor();
  await page.goto(`${suite.server.url}/console/customers`);
  await page.getByRole('heading', { name: 'Customers' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Go to a place/ }).fill(word);
  const choice = page.getByRole('option', { name: new RegExp(`^Note about Iris Moor: .*${word}`) });
  await choice.waitFor();
  expect(await faults(page)).toEqual([]);
  await pictures(page, 'search-notes-palette', { widths: [1440] });
  await eventuallyPasses(async () => expect(await choice.getAttribute('aria-selected')).toBe('true'));
  await page.keyboard.press('Enter');
  await led.waitFor();
});
