// Automation rules in the console: put together by clicking, tried on the past, seen at work, and their log.
import type { Page } from 'playwright-core';
import type { Rule } from '../../src/protocol/automation-rules';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, tabTo as tabToOn, useDesk } from './console-desk';

inBrowser('rules in the console in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off' });
  const { open } = at;
  const rules = async () =>
    ((await at.server.request('GET', 'automation-rules')).body as { items: Rule[] }).items;
  async function settings(page: Page) {
    await page.goto(`${at.server.url}/console/settings?section=rules`);
    await page.getByRole('button', { name: 'New rule' }).waitFor();
  }
  const choose = (page: Page, label: string, value: string) =>
    page.getByLabel(label, { exact: true }).selectOption(value);

  test('a rule is built by clicking, tried on the past, and does its work once, by a line that names it', async () => {
    const past = await customer(at.server, { firstName: 'Grace' });
    await past.say('A parcel is broken, this is urgent');
    const page = await open();
    await settings(page);
    await page.getByText('No rule yet.').waitFor();
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It must do something.').waitFor();

    await page.getByRole('textbox', { name: 'Name' }).fill('Urgent words');
    await choose(page, 'Add a condition', 'textContains');
    await page.getByRole('combobox', { name: 'The message contains' }).fill('urgent');
    await page.keyboard.press('Enter');
    await choose(page, 'Add an action', 'add_labels');
    await page.getByRole('combobox', { name: 'Add labels' }).fill('urgent');
    await page.keyboard.press('Enter');
    await choose(page, 'Add an action', 'note');
    await page.getByRole('textbox', { name: 'Write a private note' }).fill('Somebody is in a hurry.');
    await page
      .getByText(
        'When the customer writes, if the message contains “urgent”: add the label urgent, then note “Somebody is in a hurry.”.',
      )
      .waitFor();
    await eventuallyPasses(async () => expect(await page.getByText('It must do something.').count()).toBe(0));
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It would have run in 1 of 1 conversations.').waitFor();
    await page.getByRole('link', { name: 'Grace' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Has not run yet').waitFor();
    expect((await rules()).map(({ name, isActive }) => [name, isActive])).toEqual([['Urgent words', true]]);

    const who = await customer(at.server, { firstName: 'Joe' });
    const { sessionId } = await who.say('Urgent: where is it?');
    await page.goto(`${at.server.url}/console/inbox/${sessionId}`);
    await page.getByText('Somebody is in a hurry.').waitFor();
    const line = page.locator('.system-line', { hasText: 'Labels: urgent, by Rule “Urgent words”' });
    await line.waitFor();
    await eventuallyPasses(async () => expect(await line.count()).toBe(1));
    await eventuallyPasses(async () =>
      expect(await page.getByText('Somebody is in a hurry.').count()).toBe(1),
    );

    await settings(page);
    await page.getByText('Ran once in 30 days').waitFor();
    await page.getByRole('button', { name: 'Log of Urgent words' }).click();
    await page.getByText('Message 1 · The message contains: urgent').waitFor();
    await page.getByText('Write a private note: done').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('a rule that waits for an attribute of companies names it as they have it, and their line names the company', async () => {
    const page = await open();
    await settings(page);
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Grown');
    await page
      .getByLabel('When', { exact: true })
      .selectOption('When an attribute of the customer’s company changes');
    await page.getByRole('textbox', { name: 'Which attribute' }).fill('seats');
    await page.getByLabel('It becomes').selectOption('this value');
    await page.getByLabel('Value', { exact: true }).fill('50');
    await page.getByLabel('Add an action').selectOption('Close it');
    await page.getByText('When the company’s seats becomes “50”: close it.').waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'rule-company');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Has not run yet').waitFor();
    const who = await customer(at.server, { firstName: 'Lea' });
    const { sessionId } = await who.say('Hello');
    const { body } = await at.server.request('POST', 'companies', { body: { name: 'Acme' } });
    const { id: companyId } = body as { id: string };
    await at.server.request('PUT', `customers/${who.id}/company`, { body: { companyId } });
    await at.server.request('PATCH', `companies/${companyId}`, { body: { attributes: { seats: 50 } } });
    await page.goto(`${at.server.url}/console/inbox/${sessionId}`);
    await page.locator('.system-line', { hasText: 'Acme · seats: 50' }).waitFor();
    const [{ id } = { id: '' }] = (await rules()).filter(({ name }) => name === 'Grown');
    await at.server.request('DELETE', `automation-rules/${id}`);
  });

  test('a rule that waits for an attribute, and one that sets it, are built by keys alone and do their work', async () => {
    const items = [
      { key: 'plan', label: 'Plan', type: 'choice', choices: ['free', 'pro'] },
      { key: 'vip', label: 'VIP', type: 'boolean' },
    ];
    await at.server.request('PUT', 'customer-attributes', { body: { items } });
    const page = await open();
    await settings(page);
    const { keyboard } = page;
    const tabTo = (label: string) => tabToOn(page, label);
    await page.getByRole('button', { name: 'New rule' }).focus();
    await keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await keyboard.type('Upgraded');
    await tabTo('When');
    await keyboard.type('When an attribute');
    await tabTo('Which attribute');
    await eventuallyPasses(async () =>
      expect(await page.getByLabel('Which attribute').inputValue()).toBe('plan'),
    );
    await tabTo('It was');
    await keyboard.type('not');
    await tabTo('It becomes');
    await keyboard.type('this');
    await tabTo('Value');
    await keyboard.type('pro');
    await tabTo('Add a condition');
    await keyboard.press('ArrowDown');
    await keyboard.press('Escape');
    await page.getByText('Always. Add a condition to be more particular.').waitFor();
    await tabTo('Add an action');
    // The first letter opens the list and chooses nothing; in the open one letters find, and Enter chooses.
    await keyboard.type('n');
    await keyboard.type('Set an');
    await eventuallyPasses(async () =>
      expect(await page.getByRole('group', { name: 'Then' }).getByRole('textbox').count()).toBe(0),
    );
    await keyboard.press('Enter');
    await tabTo('Set an attribute of the customer');
    await keyboard.type('VIP');
    await tabTo('Value');
    await page
      .getByText(
        'When the customer’s Plan becomes “pro”, and was not known before: set the customer’s VIP to “yes”.',
      )
      .waitFor();
    await page.getByText(/^Changes of an attribute are known since/).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await eventuallyPasses(async () => expect(await faults(page, { targets: true })).toEqual([]));
    await pictures(page, 'rule-attribute');
    await page.setViewportSize({ width: 1440, height: 900 });
    await tabTo('Save');
    await keyboard.press('Enter');
    await page.getByText('Has not run yet').waitFor();

    const who = await customer(at.server, { firstName: 'Mia' });
    const { sessionId } = await who.say('Hello');
    await at.server.request('PATCH', `customers/${who.id}`, { body: { attributes: { plan: 'pro' } } });
    await page.goto(`${at.server.url}/console/inbox/${sessionId}`);
    await page.locator('.system-line', { hasText: 'Plan: pro' }).waitFor();
    await eventually(async () => {
      const { body } = await at.server.request('GET', `customers/${who.id}`);
      return (body as { attributes: { vip?: boolean } }).attributes.vip;
    });
    await settings(page);
    await page.getByRole('button', { name: 'Log of Upgraded' }).click();
    await page.getByText('plan: pro').waitFor();
    const [{ id } = { id: '' }] = (await rules()).filter(({ name }) => name === 'Upgraded');
    await at.server.request('DELETE', `automation-rules/${id}`);
  });

  test('templates are added switched off; rules are ordered, switched and deleted by keys, also on a phone', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } });
    await settings(page);
    await page.getByRole('button', { name: 'Templates' }).press('Enter');
    await page.getByRole('menuitem', { name: /Remind after 2 days/ }).press('Enter');
    await page
      .getByText('When the customer has not answered for 3 days, if an agent has it: close it.')
      .waitFor();
    await eventually(async () => (await rules()).length === 3);
    expect((await rules()).map(({ name, isActive }) => [name, isActive])).toEqual([
      ['Urgent words', true],
      ['Remind who has not answered', false],
      ['Close what nobody answers', false],
    ]);
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Move Close what nobody answers up' }).press('Enter');
    await eventually(async () => (await rules())[1]!.name === 'Close what nobody answers');
    await page
      .getByRole('switch', { name: 'Close what nobody answers is switched on', disabled: false })
      .press('Space');
    await eventually(async () => (await rules())[1]!.isActive);
    await page.getByRole('button', { name: 'Change Close what nobody answers' }).press('Enter');
    await page.getByLabel('How long').waitFor();
    await eventuallyPasses(async () => expect(await page.getByLabel('How long').inputValue()).toBe('3'));
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('button', { name: 'Delete Urgent words' }).press('Enter');
    await page.getByRole('button', { name: 'Delete for good Urgent words' }).press('Enter');
    await eventually(async () => (await rules()).length === 2);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
  });
});
