// What agents say and do often, by keys alone: `/` in the composer, z, @.
import type { Page } from 'playwright-core';
import type { CannedReply } from '../../src/protocol/canned-replies';
import type { Macro, MacroSteps } from '../../src/protocol/macros';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import {
  bubble,
  customer,
  faults,
  field,
  isSeenWriting,
  pictures,
  row,
  tabTo,
  useDesk,
} from './console-desk';

inBrowser('replies in the console in Chromium', () => {
  const at = useDesk({ PARLEY_DEMO: 'off' });
  const { open } = at;

  /** Somebody who waits, taken over on the page. */
  async function taken(page: Page, firstName: string) {
    const one = await customer(at.server, { firstName });
    await one.say('My order 4711 has not come');
    const sessionId = await one.askForPerson();
    await row(page, firstName).click();
    await page.locator('.primary-action', { hasText: 'Take over' }).click();
    await page.locator('.composer.reply textarea:focus').waitFor();
    return { ...one, sessionId };
  }
  async function write(reply: Omit<CannedReply, 'id' | 'uses' | 'createdAt' | 'updatedAt'>) {
    return (await at.server.request('POST', 'canned-replies', { body: reply })).body as CannedReply;
  }
  const list = (page: Page) => page.getByRole('listbox', { name: 'Canned replies' });

  test('an admin writes a reply, and sees what a customer would read', async () => {
    const page = await open({ path: '/console/settings?section=replies' });
    await page.getByText('No canned reply yet.').waitFor();
    await page.getByRole('button', { name: 'New reply' }).click();
    const dialog = page.getByRole('dialog', { name: 'New reply' });
    await dialog.getByLabel('Shortcut').fill('late');
    await dialog.getByLabel('Title').fill('A parcel is late');
    await dialog.getByLabel('Reply').fill('Hi , parcel {{parcel number}} is late.');
    await dialog.getByLabel('Reply').press('Home');
    for (let step = 0; step < 3; step += 1) await dialog.getByLabel('Reply').press('ArrowRight');
    await dialog
      .getByRole('button', { name: 'customer\u2019s first name' })
      .or(dialog.getByRole('button', { name: "customer's first name" }))
      .click();
    await dialog.getByText('Hi Grace, parcel ⟨parcel number⟩ is late.').waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('/late').waitFor();
    await page.getByRole('button', { name: 'New reply' }).click();
    await dialog.getByLabel('Shortcut').fill('LATE');
    await dialog.getByLabel('Title').fill('Again');
    await dialog.getByLabel('Reply').fill('Again');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
  });

  test('/ finds a reply by shortcut or words, Enter takes it, and a hole is filled before it goes out', async () => {
    const { id } = await write({
      ...{ shortcut: 'refund', title: 'A refund is on its way', shared: true },
      content: 'Hi {{customer.first_name}}, {{amount}} is on its way.',
    });
    await write({ shortcut: 'bye', title: 'Farewell', content: 'Take care.', shared: true });
    const page = await open();
    const who = await taken(page, 'Joe');
    await page.keyboard.type('/');
    await list(page)
      .getByRole('option', { name: /refund/ })
      .waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.type('way');
    await list(page)
      .getByRole('option', { selected: true, name: /refund/ })
      .waitFor();
    await page.getByText('Hi Joe, ⟨amount⟩ is on its way.').waitFor();
    await page.keyboard.press('Enter');
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe('Hi Joe, ⟨amount⟩ is on its way.'),
    );
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Fill in first: amount' }).waitFor();
    // To send showed where it is: what is typed goes there.
    await page.keyboard.type('12 EUR');
    await eventuallyPasses(async () =>
      expect(await field(page).inputValue()).toBe('Hi Joe, 12 EUR is on its way.'),
    );
    await page.keyboard.press('Enter');
    await bubble(page, 'Hi Joe, 12 EUR is on its way.').waitFor();
    await eventually(() => who.heard.some(({ content }) => content.text === 'Hi Joe, 12 EUR is on its way.'));
    await eventually(async () => {
      const { body } = await at.server.request('GET', `canned-replies/${id}`);
      return (body as CannedReply).uses === 1;
    });
  });

  test('Escape leaves the words as they are, an input method keeps its Enter, and arrows choose', async () => {
    const page = await open();
    const who = await taken(page, 'Kim');
    await page.keyboard.type('see /bye');
    await list(page).waitFor();
    await field(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('see /bye'));
    await page.keyboard.press('Escape');
    await list(page).waitFor({ state: 'detached' });
    await page.locator('.composer.reply textarea:focus').waitFor();
    await page.keyboard.press('Enter');
    await bubble(page, 'see /bye').waitFor();
    expect(who.heard.map(({ content }) => content.text)).not.toContain('Take care.');

    await page.keyboard.type('and/or 5 / 3');
    await eventuallyPasses(async () => expect(await list(page).count()).toBe(0));
    await field(page).fill('');
    await page.keyboard.type('/');
    const selected = list(page).getByRole('option', { selected: true });
    const first = await selected.textContent();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => (await selected.textContent()) !== first);
    await page.keyboard.press('ArrowUp');
    await eventually(async () => (await selected.textContent()) === first);
  });

  const saved = async (steps: MacroSteps, shortcut: string, title: string) =>
    (await at.server.request('POST', 'macros', { body: { shortcut, title, steps, shared: true } }))
      .body as Macro;

  test('an admin writes a macro, and says what it does', async () => {
    const page = await open({ path: '/console/settings?section=macros' });
    await page.getByText('No macro yet.').waitFor();
    await page.getByRole('button', { name: 'New macro' }).click();
    const dialog = page.getByRole('dialog', { name: 'New macro' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => (await dialog.locator('[aria-invalid="true"]').count()) > 0);
    await dialog.getByLabel('Shortcut').fill('sorry');
    await dialog.getByLabel('Title').fill('Say sorry and close');
    await dialog.getByLabel('Reply to the customer').fill('Sorry, {{customer.first_name}}.');
    await dialog.getByLabel('Add labels').fill('apology');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Priority').selectOption('high');
    await dialog.getByLabel('In the end').selectOption('close');
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Reply to the customer · Labels: add apology · Priority: high · Close it').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test('a macro is made, saved, changed and used by keys alone', async () => {
    const page = await open({ path: '/console/settings?section=macros' });
    const { keyboard } = page;
    const button = page.getByRole('button', { name: 'New macro' });
    await button.waitFor();
    await button.focus();
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New macro' });
    await dialog.getByLabel('Shortcut').and(page.locator(':focus')).waitFor();
    await keyboard.type('keys');
    await keyboard.press('Enter');
    // What is missing has the focus.
    await dialog.getByLabel('Title').and(page.locator(':focus')).waitFor();
    await keyboard.type('By keys');
    await tabTo(page, 'Reply to the customer');
    await keyboard.type('Dear , we look into it.');
    await keyboard.press('Home');
    for (let step = 0; step < 5; step += 1) await keyboard.press('ArrowRight');
    await tabTo(page, "customer's first name");
    await keyboard.press('Enter');
    await dialog.getByLabel('Reply to the customer').and(page.locator(':focus')).waitFor();
    // It goes on where the variable was put in.
    await keyboard.type('!');
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Reply to the customer').inputValue()).toBe(
        'Dear {{customer.first_name}}!, we look into it.',
      ),
    );
    await tabTo(page, 'Add labels');
    await keyboard.type('looked');
    await keyboard.press('Enter');
    await keyboard.type('seen');
    await keyboard.press('Tab');
    await tabTo(page, 'Priority');
    await keyboard.type('high');
    await tabTo(page, 'In the end');
    await keyboard.type('close');
    await tabTo(page, 'Save');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByText('Reply to the customer · Labels: add looked, seen · Priority: high · Close it')
      .waitFor();
    await button.and(page.locator(':focus')).waitFor();
    await tabTo(page, 'Change /keys');
    await keyboard.press('Enter');
    const changing = page.getByRole('dialog', { name: 'Change /keys' });
    await changing.getByLabel('Shortcut').and(page.locator(':focus')).waitFor();
    await tabTo(page, 'Title');
    await keyboard.press('End');
    await keyboard.type(' alone');
    await keyboard.press('Enter');
    await changing.waitFor({ state: 'detached' });
    await page.getByText('By keys alone').waitFor();
    expect(await faults(page)).toEqual([]);

    const who = await customer(at.server, { firstName: 'Kim' });
    await who.say('Where is it?');
    await page.goto(`${at.server.url}/console/inbox/${await who.askForPerson()}?tab=all`);
    await bubble(page, 'Where is it?').waitFor();
    await keyboard.press('Control+Shift+M');
    await page.getByRole('combobox', { name: 'Find a macro' }).and(page.locator(':focus')).waitFor();
    await keyboard.type('keys');
    await page.getByRole('option', { name: /By keys alone/, selected: true }).waitFor();
    await keyboard.press('Enter');
    const running = page.getByRole('dialog', { name: 'Macro: By keys alone' });
    await running.locator('button:focus', { hasText: 'Run' }).waitFor();
    await keyboard.press('Enter');
    await running.waitFor({ state: 'detached' });
    await page.locator('.system-line', { hasText: 'Closed' }).waitFor();
    await eventually(() => who.heard.some(({ content }) => content.text === 'Dear Kim!, we look into it.'));
  });

  test('/ shows a macro, which is seen before it is run, and run once by keys', async () => {
    await saved({ reply: 'Sorry, {{customer.first_name}}: {{what}}.', close: true }, 'oops', 'Oops');
    const page = await open();
    const who = await taken(page, 'Lea');
    await page.keyboard.type('/oops');
    await list(page).getByRole('option', { name: /macro/ }).waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Macro: Oops' });
    const words = dialog.getByLabel('Reply to the customer');
    await eventually(async () => (await words.inputValue()) === 'Sorry, Lea: ⟨what⟩.');
    await dialog.getByRole('alert').filter({ hasText: 'Fill in first: what' }).waitFor();
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe(''));
    expect(await faults(page)).toEqual([]);
    await words.focus();
    await page.keyboard.type('it was us');
    await page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await bubble(page, 'Sorry, Lea: it was us.').waitFor();
    await page.locator('.system-line', { hasText: 'Closed' }).waitFor();
    await eventually(() => who.heard.some(({ content }) => content.text === 'Sorry, Lea: it was us.'));
  });

  test('Ctrl+Shift+M and the command bar run one where nobody has it; where it stops, it says so and goes on', async () => {
    await saved(
      { reply: 'On its way, {{customer.first_name}}.', addLabels: ['way'], close: true },
      'way',
      'Way',
    );
    const page = await open();
    const who = await customer(at.server, { firstName: 'Ned' });
    await who.say('Where is it?');
    await who.askForPerson();
    await row(page, 'Ned').click();
    await bubble(page, 'Where is it?').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Go to/ }).fill('way');
    await page.getByRole('option', { name: 'Macro: Way (/way)' }).click();
    const dialog = page.getByRole('dialog', { name: 'Macro: Way' });
    await dialog.getByText('Take it over').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+M');
    await page.getByRole('combobox', { name: 'Find a macro' }).fill('way');
    await page.keyboard.press('Enter');
    await dialog.locator('button:focus', { hasText: 'Run' }).waitFor();
    // What was said after the agent looked is not closed over.
    await page.route('**/macros/*/run', async (route) => {
      const body = route.request().postDataJSON() as { seenSeq: number };
      await route.continue({ postData: JSON.stringify({ ...body, seenSeq: body.seenSeq - 2 }) });
    });
    await page.keyboard.press('Enter');
    await dialog.getByText('It stopped halfway').waitFor();
    await dialog.getByText('The customer wrote something new').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.unroute('**/macros/*/run');
    await dialog.getByRole('button', { name: 'Do the rest' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.system-line', { hasText: 'Closed' }).waitFor();
    expect(who.heard.filter(({ content }) => content.text === 'On its way, Ned.')).toHaveLength(1);
  });

  test('@ in a note calls a colleague, who hears of it at once, finds it after a reload, and is led to the note', async () => {
    const grace = await at.server.addAgent('Grace');
    const hers = await open({ email: grace.email, password: grace.password, path: '/console/mentions' });
    await hers.getByText('Nobody has called you yet.').waitFor();
    const page = await open();
    await taken(page, 'Uma');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    // Before the field has the focus, letters are keys of the console.
    await page.locator('.composer.note textarea:focus').waitFor();
    await page.keyboard.type('Could you, @gra');
    const colleagues = page.getByRole('listbox', { name: 'Colleagues' });
    await colleagues.getByRole('option', { name: /Grace/, selected: true }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('Could you, @Grace '));
    await page.keyboard.type('look at this?');
    await page.keyboard.press('Enter');
    await bubble(page, 'Could you, @Grace look at this?').locator('strong', { hasText: '@Grace' }).waitFor();
    const mentions = hers.getByRole('link', { name: 'Mentions, 1 not read' });
    await mentions.waitFor();
    await hers.getByText(/mentioned you$/).waitFor();
    await hers.getByText('Could you, @Grace look at this?').waitFor();
    await hers.reload();
    await mentions.waitFor();
    await hers.getByRole('heading', { name: 'Mentions', level: 1 }).waitFor();
    expect(await faults(hers)).toEqual([]);
    await hers.getByRole('link', { name: /in the conversation with/ }).click();
    await hers.locator('.aimed .bubble', { hasText: 'Could you' }).waitFor();
    await hers.getByRole('link', { name: 'Mentions', exact: true }).waitFor();

    // A note may end with whom it calls: Enter chooses, and Enter sends.
    await page.keyboard.type('Thank you @gra');
    await colleagues.getByRole('option', { name: /Grace/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await colleagues.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await bubble(page, 'Thank you @Grace').waitFor();
  });

  test('who else is here and writes is seen, and gone when they leave or their tab dies', async () => {
    const eve = await at.server.addAgent('Eve');
    const hers = await open({ email: eve.email, password: eve.password });
    const page = await open();
    const who = await customer(at.server, { firstName: 'Vic' });
    const typing: Array<{ sender: string }> = [];
    who.socket.on('typing', (one: { sender: string }) => typing.push(one));
    await who.say('Anybody there?');
    await who.askForPerson();
    await row(page, 'Vic').click();
    await bubble(page, 'Anybody there?').waitFor();
    const here = page.locator('.viewers', { hasText: 'Eve is here, too' });
    for (const leave of ['back', 'dies']) {
      await row(hers, 'Vic').click();
      await here.waitFor();
      await hers.locator('.viewers', { hasText: 'is here, too' }).waitFor();
      await isSeenWriting(page, () => field(hers).press('x'), 'Eve');
      if (leave === 'back') await hers.goto(`${at.server.url}/console/customers`);
      else await hers.close();
      await here.waitFor({ state: 'detached' });
      await page.locator('.typing-line', { hasText: 'Eve' }).waitFor({ state: 'detached' });
      if (leave === 'back') await hers.goto(`${at.server.url}/console/inbox?tab=waiting`);
    }
    expect(typing.filter(({ sender }) => sender === 'agent')).toEqual([]);
  });

  test('Z puts a conversation away until a time, or until the customer writes, and takes it back', async () => {
    const page = await open();
    const who = await taken(page, 'Mia');
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    const dialog = page.getByRole('dialog', { name: 'Put away' });
    await dialog.getByRole('button', { name: /^In an hour/ }).waitFor();
    expect(await faults(page)).toEqual([]);
    // What is wrong with a time stands at it, once, and no name of the API with it.
    const own = dialog.getByLabel('A time of your own');
    await own.fill(`${new Date().getFullYear() + 3}-01-01T09:00`);
    await dialog.getByRole('button', { name: 'Put away', exact: true }).click();
    await dialog.getByText('Choose a time within the next year.', { exact: true }).waitFor();
    await eventuallyPasses(async () => {
      expect(await own.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('.mantine-Notification-root').count()).toBe(0);
    });
    await dialog.getByRole('button', { name: /^In an hour/ }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.system-line', { hasText: /put it away until/ }).waitFor();
    const tab = page.getByRole('button', { name: /^Later/ });
    await eventually(async () => (await tab.textContent()) === 'Later1');
    await tab.click();
    await row(page, 'Mia').waitFor();
    await page.keyboard.press('z');
    await page.locator('.system-line', { hasText: 'took it back' }).waitFor();
    await eventually(async () => (await tab.textContent()) === 'Later0');
    // Nobody who waits for an answer is put away for good.
    await page.keyboard.press('z');
    await dialog.getByRole('button', { name: /^Monday/ }).waitFor();
    await eventuallyPasses(async () =>
      expect(await dialog.getByRole('button', { name: 'Until they write' }).count()).toBe(0),
    );
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await field(page).fill('Which one?');
    await page.keyboard.press('Enter');
    await page.locator('.receipt', { hasText: 'Sent' }).last().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await dialog.getByRole('button', { name: 'Until they write' }).click();
    await eventually(async () => (await tab.textContent()) === 'Later1');
    await who.say('I am back');
    await eventually(async () => (await tab.textContent()) === 'Later0');
    await page.getByRole('button', { name: /^Mine/ }).click();
    await row(page, 'Mia').waitFor();
  });

  /** Ctrl+K, words, and the choice that they lead to. */
  async function command(page: Page, words: string, choice: string): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    await page.keyboard.type(words);
    await page.getByRole('option', { name: choice, exact: true, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#palette-list').waitFor({ state: 'detached' });
  }
  async function offered(page: Page, words: string): Promise<string[]> {
    await page.keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    await page.keyboard.type(words);
    const found = await page.getByRole('option').locator('bdi').allTextContents();
    await page.keyboard.press('Escape');
    await page.locator('#palette-list').waitFor({ state: 'detached' });
    return found;
  }

  test('on a phone the command bar shows no keys: there are none', async () => {
    const page = await at.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    const keys = page.getByRole('option', { name: 'Keys' });
    await keys.waitFor();
    await eventuallyPasses(async () => expect(await keys.locator('kbd').count()).toBe(1));
    await eventuallyPasses(async () => expect(await keys.locator('kbd').isVisible()).toBe(false));
  });

  test('the command bar does what the buttons of a conversation do, only while they are there, and shows their keys', async () => {
    const page = await open();
    const who = await taken(page, 'Pia');
    expect(await offered(page, 'send later')).toEqual([]);
    expect(await offered(page, 'put away')).toContain('Put away…');
    await page.keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    await page.keyboard.type('note');
    const note = page.getByRole('option', { name: 'Note', exact: true, selected: true });
    await note.locator('kbd', { hasText: 'N' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'command-bar');
    await page.keyboard.press('Enter');
    await page.locator('.composer.note textarea:focus').waitFor();
    // A note goes to nobody later, and takes no file.
    expect(await offered(page, 'attach')).toEqual([]);
    await command(page, 'reply', 'Reply');
    await page.locator('.composer.reply textarea:focus').waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      command(page, 'attach', 'Attach files'),
    ]);
    expect(chooser.isMultiple()).toBe(true);
    await field(page).focus();
    await page.keyboard.type('It is on its way');
    // What is called so comes before what has the word in it.
    expect(await offered(page, 'later')).toEqual(expect.arrayContaining(['Later', 'Send later']));
    expect((await offered(page, 'later'))[0]).toBe('Later');
    await command(page, 'send la', 'Send later');
    const later = page.getByRole('dialog', { name: 'Send later' });
    await later.getByRole('button', { name: /^Tomorrow/ }).waitFor();
    await page.keyboard.press('Escape');
    await later.waitFor({ state: 'detached' });
    await eventuallyPasses(async () => expect(await field(page).inputValue()).toBe('It is on its way'));
    expect(await offered(page, 'first una')).toEqual(['To the first unanswered']);

    await command(page, 'log a', 'Log a call…');
    const call = page.getByRole('dialog', { name: 'Log a call' });
    await call.waitFor();
    await page.keyboard.press('Escape');
    await call.waitFor({ state: 'detached' });
    // On a narrower screen the customer is not beside the conversation, and can be blocked all the same.
    await page.setViewportSize({ width: 1024, height: 900 });
    await command(page, 'block', 'Block…');
    const block = page.getByRole('dialog', { name: 'Block this customer?' });
    await block.getByLabel('Why').fill('Spam');
    await page.keyboard.press('Enter');
    await block.waitFor({ state: 'detached' });
    await page.getByText('The customer is blocked. Unblock them to reopen and reply.').waitFor();
    await command(page, 'unblo', 'Unblock');
    await eventually(async () => {
      const { body } = await at.server.request('GET', `customers/${who.id}`);
      return !(body as { blocked?: object }).blocked;
    });
  });

  test('it finds a customer who never wrote, begins what is new, and sets how the console looks and speaks', async () => {
    const silent = await customer(at.server, { firstName: 'Quiet', lastName: 'Quinn' });
    const page = await open();
    await command(page, 'quinn', 'Customer: Quiet Quinn');
    await page.waitForURL(`**/customers/${silent.id}`);
    await page.getByRole('button', { name: 'Log a call…' }).waitFor();
    expect(await offered(page, 'log a')).toContain('Log a call…');
    for (const [words, choice] of [
      ['new mac', 'New macro'],
      ['new art', 'New article'],
      ['new play', 'New playbook'],
      ['new team', 'New team'],
    ] as const) {
      await command(page, words, choice);
      const dialog = page.getByRole('dialog', { name: choice });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.reload();
      await page.getByRole('main').waitFor();
      await eventuallyPasses(async () => expect(await dialog.count()).toBe(0));
    }
    await command(page, 'new rule', 'New rule');
    await page.getByRole('heading', { name: 'New rule' }).waitFor();
    await command(page, 'colours dark', 'Colours: Dark');
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await command(page, 'deutsch', 'Language: Deutsch');
    await page.locator('html[lang="de"]').waitFor();
    const { email, password } = await at.server.addAgent('Wim');
    const theirs = await open({ email, password });
    expect(await offered(theirs, 'new ')).toEqual(['New macro', 'New canned reply']);
  });
});
