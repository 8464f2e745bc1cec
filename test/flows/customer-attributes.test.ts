// Attributes of customers: declared in the settings, filled in by programs and agents, used by rules and replies.
import type { Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const ask = (method: string, path: string, body?: unknown, token?: string) =>
  suite.server.request(method, path, { ...(body !== undefined && { body }), ...(token && { token }) });

const declared = [
  { key: 'plan', label: 'Plan', type: 'choice', choices: ['free', 'pro', 'gold'] },
  { key: 'seats', label: 'Seats', type: 'number', description: 'How many they pay for' },
  { key: 'vip', label: 'VIP', type: 'boolean' },
  { key: 'renews', label: 'Renews', type: 'date' },
];
const declare = (items: object[] = declared) => ask('PUT', 'customer-attributes', { items });

describe('over the API', () => {
  it('only an admin declares, everybody reads, and what is wrong is named', async () => {
    const ada = await suite.server.addAgent('Ada');
    expect((await ask('PUT', 'customer-attributes', { items: declared }, ada.token)).status).toBe(403);
    expect((await declare()).body).toEqual({ items: declared });
    expect((await ask('GET', 'customer-attributes', undefined, ada.token)).body).toEqual({ items: declared });
    const twice = await declare([...declared, { key: 'plan', label: 'Other', type: 'text' }]);
    expect([twice.status, twice.body]).toMatchObject([
      400,
      { errors: [{ path: 'items.4.key', message: 'is that of another attribute already' }] },
    ]);
    // By the settings it is the same list, and checked the same.
    const { items } = (await ask('GET', 'settings?category=customers')).body as {
      items: Array<{ id: string }>;
    };
    const wrong = await ask('PATCH', `settings/${items[0]!.id}`, { value: [{ key: 'Plan' }] });
    expect(wrong.status).toBe(400);
  });

  it('values are checked by type, changed one by one, and not over what somebody wrote meanwhile', async () => {
    await declare();
    const made = (
      await ask('POST', 'customers', { attributes: { plan: 'pro', seats: 3 }, metadata: { tier: 'A' } })
    ).body as { id: string };
    const path = `customers/${made.id}`;
    const wrong = await ask('PATCH', path, { attributes: { plan: 'silver', seats: 'many', colour: 'red' } });
    expect([wrong.status, (wrong.body as { errors: object[] }).errors]).toEqual([
      400,
      [
        { path: 'attributes.plan', message: 'must be one of: free, pro, gold' },
        { path: 'attributes.seats', message: 'must be a number' },
        { path: 'attributes.colour', message: 'is no attribute: an admin declares it in the settings first' },
      ],
    ]);
    await ask('PATCH', path, { attributes: { vip: true, seats: null }, attributesBefore: { vip: null } });
    const stale = await ask('PATCH', path, {
      attributes: { plan: 'gold' },
      attributesBefore: { plan: 'free' },
    });
    expect([stale.status, stale.body]).toMatchObject([
      409,
      { code: 'conflict', errors: [{ path: 'attributes.plan', message: 'is pro by now' }] },
    ]);
    // What programs replace as a whole takes no attribute away.
    await ask('PATCH', path, { metadata: { tier: 'B' } });
    expect((await ask('GET', path)).body).toMatchObject({
      attributes: { plan: 'pro', vip: true },
      metadata: { tier: 'B' },
    });
    const { items } = (await ask('GET', 'customers')).body as { items: object[] };
    expect(items[0]).toMatchObject({ id: made.id, attributes: { plan: 'pro', vip: true } });
    expect((await ask('GET', `${path}/export`)).body).toMatchObject({
      customer: { attributes: { plan: 'pro' } },
    });
    const audit = (await ask('GET', 'audit-logs')).body as { items: Array<{ details: object }> };
    expect(audit.items.map(({ details }) => details)).toContainEqual(
      expect.objectContaining({ fields: ['attributes', 'attributesBefore'], attributes: ['vip', 'seats'] }),
    );
    expect(JSON.stringify(audit)).not.toContain('gold');
    await ask('DELETE', path);
    const [row] = await suite.server.query<{ attributes: object }>(
      `SELECT attributes FROM customers WHERE id = '${made.id}'`,
    );
    expect(row!.attributes).toEqual({});
  });

  it('of two who change the same one at once, one is told; different ones are both changed', async () => {
    await declare();
    const { id } = (await ask('POST', 'customers', {})).body as { id: string };
    const put = (key: string, value: unknown) =>
      ask('PATCH', `customers/${id}`, { attributes: { [key]: value }, attributesBefore: { [key]: null } });
    const same = await Promise.all([put('plan', 'free'), put('plan', 'pro')]);
    expect(same.map(({ status }) => status).sort()).toEqual([200, 409]);
    const others = await Promise.all([put('seats', 2), put('vip', false), put('renews', '2027-01-31')]);
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ask('GET', `customers/${id}`)).body).toMatchObject({
      attributes: { seats: 2, vip: false, renews: '2027-01-31' },
    });
  });

  it('what is written once asks only for what is declared, and a rule for values that there are', async () => {
    await declare();
    const typo = 'Your plan: {{customer.plann|none}}, {{order number}}';
    const reply = { shortcut: 'plan', title: 'Plan', shared: true };
    const rule = { name: 'Typo', isActive: true, when: { on: 'customer_message' }, if: {} };
    const then = [{ do: 'note', text: 'x' }];
    const trait = (attribute: string, value: string) => ({
      customer: [{ attribute, operator: 'is', value }],
    });
    const unknown =
      '{{customer.plann}} is no attribute of customers: an admin declares it in the settings first';
    for (const [path, body, error] of [
      ['canned-replies', { ...reply, content: typo }, { path: 'content', message: unknown }],
      ['macros', { ...reply, steps: { reply: typo } }, { path: 'steps.reply', message: unknown }],
      [
        'automation-rules',
        { ...rule, then: [{ do: 'reply', text: 'Your plan: {{customer.plann|none}}' }] },
        { path: 'then.0.text', message: unknown },
      ],
      ['automation-rules', { ...rule, if: trait('vip', 'maybe'), then }, { path: 'if.customer' }],
      ['automation-rules', { ...rule, if: trait('seats', 'many'), then }, { path: 'if.customer' }],
    ] as const)
      expect([path, await ask('POST', path, body)]).toMatchObject([
        path,
        { status: 400, body: { errors: [error] } },
      ]);
    const fine = await ask('POST', 'canned-replies', { ...reply, content: typo.replace('plann', 'plan') });
    expect(fine.status).toBe(201);
    await ask('DELETE', `canned-replies/${(fine.body as { id: string }).id}`);
  });

  it('a rule that asks for what no customer can have is refused; one that did so before goes on, and can be switched off', async () => {
    await declare();
    const asks = (...attributes: string[]) => ({
      ...{
        name: 'Asks',
        isActive: true,
        when: { on: 'customer_message' },
        then: [{ do: 'note', text: 'x' }],
      },
      if: { customer: attributes.map((attribute) => ({ attribute, operator: 'is', value: 'pro' })) },
    });
    const fault = (name: string) => ({
      path: 'if.customer',
      message: `asks for ${name}, which is no attribute: an admin declares it in the settings first, or a program sends it`,
    });
    expect(await ask('POST', 'automation-rules', asks('plan', 'plann', 'constructor'))).toMatchObject({
      status: 400,
      body: { errors: [fault('plann'), fault('constructor')] },
    });
    await ask('POST', 'customers', { externalId: 'pushed', metadata: { shoe_size: 43 } });
    const rule = await ask('POST', 'automation-rules', asks('plan', 'shoe_size', 'email'));
    expect(rule.status).toBe(201);
    const path = `automation-rules/${(rule.body as { id: string }).id}`;
    await declare(declared.slice(1));
    const off = await ask('PUT', path, { ...asks('plan', 'email'), name: 'Off', isActive: false });
    expect([off.status, off.body]).toMatchObject([200, { isActive: false }]);
    expect(await ask('PUT', path, asks('plan', 'planet'))).toMatchObject({
      status: 400,
      body: { errors: [fault('planet')] },
    });
    await ask('DELETE', path);
  });

  it('a rule asks for them, and says them', async () => {
    await declare();
    const rule = await ask('POST', 'automation-rules', {
      name: 'Gold first',
      isActive: true,
      when: { on: 'customer_message' },
      if: { customer: [{ attribute: 'plan', operator: 'is', value: 'Gold' }] },
      then: [{ do: 'note', text: 'Plan {{customer.plan}}, VIP {{customer.vip}}' }],
    });
    expect(rule.status).toBe(201);
    const [gold, free] = [await customer(suite.server), await customer(suite.server)];
    await ask('PATCH', `customers/${gold.id}`, { attributes: { plan: 'gold', vip: true } });
    await ask('PATCH', `customers/${free.id}`, { attributes: { plan: 'free', vip: true } });
    const { sessionId } = await gold.say('Hello?');
    const other = (await free.say('Hello?')).sessionId;
    const notes = async (id: string) =>
      (
        (await ask('GET', `sessions/${id}/messages`)).body as {
          items: Array<{ type: string; content: object }>;
        }
      ).items
        .filter(({ type }) => type === 'note')
        .map(({ content }) => content);
    await eventually(async () => (await notes(sessionId)).length === 1);
    expect(await notes(sessionId)).toMatchObject([{ text: 'Plan gold, VIP yes' }]);
    expect(await notes(other)).toEqual([]);
    await ask('DELETE', `automation-rules/${(rule.body as { id: string }).id}`);
  });
});

/** What is declared stands among the variables of macros and rules, and is put where the cursor is. */
async function putIn(page: Page): Promise<void> {
  await page.goto(`${suite.server.url}/console/settings?section=macros`);
  await page.getByRole('button', { name: 'New macro' }).click();
  const dialog = page.getByRole('dialog', { name: 'New macro' });
  const note = dialog.getByLabel('Note for the team');
  await note.fill('Has seats.');
  await note.evaluate((one) =>
    (one as unknown as { setSelectionRange(from: number, to: number): void }).setSelectionRange(4, 4),
  );
  const ofNote = dialog.getByRole('group', { name: 'Put a variable into the note' });
  await ofNote.getByRole('button', { name: 'Seats' }).click();
  await eventuallyPasses(async () => expect(await note.inputValue()).toBe('Has {{customer.seats}}seats.'));
  const ofReply = dialog.getByRole('group', { name: 'Put a variable into the reply' });
  await ofReply.getByRole('button', { name: 'Account tier' }).click();
  await eventuallyPasses(async () =>
    expect(await dialog.getByLabel('Reply to the customer').inputValue()).toBe('{{customer.account_tier}}'),
  );
  expect(await faults(page)).toEqual([]);
  await pictures(page, 'macro', {
    before: () => page.getByRole('group', { name: /^Put/ }).last().scrollIntoViewIfNeeded(),
  });
  await page.goto(`${suite.server.url}/console/settings?section=rules`);
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Add an action').selectOption('note');
  await page
    .getByRole('group', { name: 'Put in a variable' })
    .last()
    .getByRole('button', { name: 'Seats' })
    .click();
  await page.getByText('{{customer.seats}}').last().waitFor();
  expect(await faults(page)).toEqual([]);
  await pictures(page, 'rule', {
    before: () => page.getByRole('group', { name: /^Put/ }).last().scrollIntoViewIfNeeded(),
  });
}

testInBrowser(
  'An admin declares one, an agent fills it in beside the conversation, and a colleague sees it at once',
  async () => {
    await declare([]);
    const page = await suite.open({ path: '/console/settings?section=attributes' });
    await page.getByText('No attribute yet.').waitFor();
    await page.getByRole('button', { name: 'New attribute' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel('Name').fill('Account tier');
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Key').inputValue()).toBe('account_tier'),
    );
    await dialog.getByLabel('Type').selectOption('Choice from a list');
    for (const choice of ['Basic', 'Gold']) {
      await dialog.getByLabel('Choices').fill(choice);
      await dialog.getByLabel('Choices').press('Enter');
    }
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'One of Basic, Gold' }).waitFor();
    await declare([
      { key: 'account_tier', label: 'Account tier', type: 'choice', choices: ['Basic', 'Gold'] },
      ...declared.slice(1),
    ]);

    const who = await customer(suite.server, { firstName: 'Grace' });
    await who.say('Where is my parcel?');
    const sessionId = await who.askForPerson();
    await ask('POST', `sessions/${sessionId}/claim`, {});
    const bob = await suite.server.addAgent('Bob');
    const [mine, his] = [page, await suite.open({ email: bob.email, password: bob.password })];
    for (const one of [mine, his]) await one.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=all`);
    const own = mine.getByRole('region', { name: 'Attributes' });
    const other = his.getByRole('region', { name: 'Attributes' });
    await other.getByText('Not known').first().waitFor();
    // Both begin to write; whoever comes second is told what is there by now.
    for (const one of [own, other]) await one.getByRole('button', { name: 'Change Account tier' }).click();
    await own.getByLabel('Account tier').selectOption('Gold');
    await own.getByRole('button', { name: 'Save' }).click();
    await own.getByText('Gold').waitFor();
    await other.getByLabel('Account tier').selectOption('Basic');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('is Gold by now').waitFor();
    expect(await faults(his)).toEqual([]);
    await other.getByRole('button', { name: 'Cancel' }).click();
    await other.getByText('Gold').waitFor();

    await other.getByRole('button', { name: 'Change Seats' }).click();
    await other.getByLabel('Seats').fill('many');
    await other.getByLabel('Seats').press('Enter');
    await other.getByText('must be a number').waitFor();
    await other.getByLabel('Seats').fill('12');
    await other.getByLabel('Seats').press('Enter');
    await own.getByText('12').waitFor();
    expect(await faults(mine)).toEqual([]);
    await putIn(mine);
    await mine.goto(`${suite.server.url}/console/customers/${who.id}`);
    await mine.getByRole('region', { name: 'Attributes' }).getByText('Gold').waitFor();
    expect(await faults(mine)).toEqual([]);
  },
);
