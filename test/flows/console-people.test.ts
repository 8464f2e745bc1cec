// An admin manages people in the console: new passwords for those who are there, teams, and what they did.
import { buffer } from 'node:stream/consumers';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, useDesk, type desk } from './console-desk';

inBrowser('people in the console in Chromium', () => {
  const at = useDesk();
  const { open } = at;

  async function people(options: Parameters<typeof desk>[2] = {}) {
    const page = await open({ path: '/console/settings?section=people', ...options });
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    return page;
  }

  test('an admin sets a new password for somebody, who is signed out and signs in with it', async () => {
    const cleo = await at.server.addAgent('Cleo');
    const hers = await open({ email: cleo.email, password: cleo.password });
    const page = await people();
    await page.getByRole('button', { name: `Set a new password for ${cleo.email}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Set a new password' });
    await dialog.getByText('Cleo is signed out everywhere and signs in again with the new one.').waitFor();
    await dialog.getByLabel('New password', { exact: true }).fill('short');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('At least 8 characters are needed.').waitFor();
    await dialog.getByLabel('New password', { exact: true }).fill('a brand new password');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await hers.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    expect(await at.server.login(cleo.email, 'a brand new password')).toEqual(expect.any(String));
  });

  test('the own row leads to the own password, also for an agent, who is offered no other', async () => {
    const page = await people();
    await page.getByRole('link', { name: 'Change your password' }).click();
    await page.getByLabel('Current password').waitFor();

    const eli = await at.server.addAgent('Eli');
    const his = await people({ email: eli.email, password: eli.password });
    await his.getByRole('link', { name: 'Change your password' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await his.getByRole('button', { name: /new password/ }).count()).toBe(0),
    );
  });

  test('an admin makes a team, and a conversation is transferred to it', async () => {
    const ada = await at.server.addAgent('Ada');
    const page = await open({ path: '/console/settings?section=teams' });
    await page.getByText('No team yet').waitFor();
    await page.getByRole('button', { name: 'New team' }).click();
    const dialog = page.getByRole('dialog', { name: 'New team' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.locator('.mantine-InputWrapper-error').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Billing');
    await dialog.getByRole('combobox', { name: 'Members' }).fill('Ada');
    await page.getByRole('option', { name: 'Ada' }).click();
    await dialog.getByRole('combobox', { name: 'Languages' }).fill('Germ');
    await page.getByRole('option', { name: 'German' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).focus();
    await page.getByRole('option', { name: 'German' }).waitFor({ state: 'hidden' });
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('0 of 1 online').waitFor();
    expect((await at.server.request('GET', 'teams')).body).toMatchObject({
      items: [{ name: 'Billing', agentIds: [ada.agentId], languages: ['de'] }],
    });
    const writer = await customer(at.server, { firstName: 'Nora' });
    await writer.say('A question about an invoice');
    const id = await writer.askForPerson();
    await page.goto(`${at.server.url}/console/inbox/${id}?tab=waiting`);
    await page.getByRole('button', { name: 'More to do with this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Transfer…' }).click();
    await page.getByRole('radio', { name: /^Billing/ }).check();
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();
    await page.locator('.conversation-head', { hasText: 'Billing' }).waitFor();
    await page.getByText('Waiting for Billing').waitFor();
    expect(await faults(page)).toEqual([]);
    // An agent sees the teams, and changes none.
    const hers = await open({
      email: ada.email,
      password: ada.password,
      path: '/console/settings?section=teams',
    });
    await hers.getByText('Ada', { exact: true }).waitFor();
    await eventuallyPasses(async () =>
      expect(await hers.getByRole('button', { name: /team|Change|Delete/ }).count()).toBe(0),
    );
  });

  test('who is switched off is asked about, with what they hold, and macros and rules offer them no more', async () => {
    const ann = await at.server.addAgent('Ann');
    await at.server.addAgent('Bea');
    const lou = await customer(at.server, { firstName: 'Lou' });
    await lou.say('Hello');
    const sessionId = await lou.askForPerson();
    await at.server.request('POST', `sessions/${sessionId}/claim`, { token: ann.token, body: {} });
    const toAnn = { agentId: ann.agentId };
    const macro = { shortcut: 'toann', title: 'To Ann', steps: { assign: toAnn }, shared: true };
    await at.server.request('POST', 'macros', { body: macro });
    const when = { on: 'handed_over' };
    const rule = { name: 'All to Ann', isActive: false, when, if: {}, then: [{ do: 'agent', ...toAnn }] };
    expect((await at.server.request('POST', 'automation-rules', { body: rule })).status).toBe(201);

    const page = await people();
    const active = page.getByLabel(`${ann.email}: active`);
    const dialog = page.getByRole('dialog', { name: 'Deactivate Ann?' });
    await active.press('Space');
    await dialog.getByText(/^Their open conversation goes back to the queue/).waitFor();
    expect(await faults(page, { targets: true })).toEqual([]);
    await pictures(page, 'deactivate');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventuallyPasses(async () => expect(await active.isChecked()).toBe(true));
    await active.press('Space');
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await eventuallyPasses(async () => {
      expect(await active.isChecked()).toBe(false);
      const { body } = await at.server.request('GET', `sessions/${sessionId}`);
      expect(body).toMatchObject({ status: 'waiting' });
    });

    const offered = (list: string) =>
      page.getByLabel(list, { exact: true }).locator('option').allTextContents();
    await page.goto(`${at.server.url}/console/settings?section=macros`);
    await page.getByText('Give it to Ann (deactivated)').waitFor();
    await page.getByRole('button', { name: 'Change /toann' }).click();
    await eventuallyPasses(async () =>
      expect(await offered('In the end')).toEqual(
        expect.arrayContaining(['Give it to Ann (deactivated)', 'Give it to Bea']),
      ),
    );
    await page.getByLabel('In the end').selectOption('Give it to Bea');
    await eventuallyPasses(async () => expect(String(await offered('In the end'))).not.toContain('Ann'));

    await page.goto(`${at.server.url}/console/settings?section=rules`);
    await page.getByText('give it to Ann (deactivated)').waitFor();
    await page.getByRole('button', { name: 'New rule' }).click();
    await page.getByLabel('Add an action').selectOption('agent');
    await eventuallyPasses(async () => {
      expect(await offered('Give it to an agent')).toContain('Bea');
      expect(String(await offered('Give it to an agent'))).not.toContain('Ann');
    });
  });

  test('labels are looked for where there are any', async () => {
    const page = await open({ path: '/console/settings?section=labels' });
    await page.getByText('No label yet.').waitFor();
    const find = page.getByLabel('Find a label');
    await eventuallyPasses(async () => expect(await find.count()).toBe(0));
    expect((await at.server.request('POST', 'labels', { body: { name: 'refund' } })).status).toBe(201);
    await page.reload();
    await find.fill('ref');
    await page.getByRole('button', { name: 'Remove refund' }).waitFor();
  });

  test('the audit log says who did what, is narrowed down, and goes into a file', async () => {
    await at.server.request('POST', 'teams', { body: { name: '=Hostile, "team"' } });
    const page = await open({ path: '/console/settings?section=audit' });
    await page.getByText('Teams: made').first().waitFor();
    await page.getByRole('combobox', { name: 'What' }).fill('Team');
    await page.getByRole('option', { name: 'Teams' }).click();
    await page.getByText('Signing in: signed in').waitFor({ state: 'detached' });
    await page.getByText('Teams: made').first().waitFor();
    expect(await faults(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const lines = (await buffer(await file.createReadStream())).toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFFwhen,who,what,kind,id,fields,address,program');
    expect(lines.slice(1).every((line) => line.includes(',teams.create,teams,'))).toBe(true);
    expect(lines.length).toBeGreaterThan(1);
  });
});
