// Two ways of doing what an agent does in a day: with keys alone, and with a finger on a phone.
import type { Locator, Page } from 'playwright-core';
import { bubble, field, row } from './console-desk';

const macroDialog = (page: Page) => page.getByRole('dialog', { name: 'Macro: Say sorry and close' });
const isClosed = (page: Page) => page.getByText('Closed. Reopen to reply.').waitFor();

/** What a person does who has no mouse. */
export function keysOn(page: Page) {
  const { keyboard } = page;
  async function command(words: string, choice: string | RegExp): Promise<void> {
    await keyboard.press('Control+k');
    await page.locator('input:focus[role=combobox]').waitFor();
    await keyboard.type(words);
    await page.getByRole('option', { name: choice, selected: true }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('combobox', { name: /^Go to/ }).waitFor({ state: 'detached' });
  }
  async function tabTo(target: Locator): Promise<void> {
    await target.first().waitFor();
    for (let presses = 0; presses < 150; presses += 1) {
      if (await target.first().evaluate((element) => element.matches(':focus'))) return;
      await keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there.');
  }
  return {
    async goTo(name: string): Promise<void> {
      await command(name, new RegExp(`^${name}`));
      await page.getByRole('heading', { name }).waitFor();
    },
    async takeOver(): Promise<void> {
      await keyboard.press('a');
      await page.getByRole('dialog', { name: 'Take over this conversation?' }).waitFor();
      await keyboard.press('Enter');
      await page.locator('.composer.reply textarea:focus').waitFor();
    },
    async say(text: string): Promise<void> {
      await keyboard.type(text);
      await keyboard.press('Enter');
      await bubble(page, text).waitFor();
      await keyboard.press('Escape');
    },
    async close(): Promise<void> {
      await keyboard.press('e');
      await page.getByRole('dialog', { name: 'Close this conversation?' }).waitFor();
      await keyboard.press('Enter');
      await isClosed(page);
    },
    async sayCanned(said: string): Promise<void> {
      await keyboard.type('/late');
      await page.getByRole('option', { name: /A parcel is late/, selected: true }).waitFor();
      await keyboard.press('Enter');
      await keyboard.press('Enter');
      await bubble(page, said).waitFor();
      await keyboard.press('Escape');
    },
    async runMacro(): Promise<void> {
      await command('say sorry', /^Macro: Say sorry/);
      await macroDialog(page).locator('button:focus', { hasText: 'Run' }).waitFor();
      await keyboard.press('Enter');
      await isClosed(page);
    },
    transferTo: (name: string) =>
      command(`transfer ${name.toLowerCase()}`, new RegExp(`^Transfer to ${name}`)),
    putAway: () => command('put away tomorrow', 'Put away until tomorrow'),
    async merge(): Promise<void> {
      await command('merge', /^Merge into “/);
      await page.getByText('was merged into this one').waitFor();
    },
    async note(words: string, { to }: { to: string }): Promise<void> {
      await keyboard.press('Escape');
      await keyboard.press('n');
      await page.locator('.composer.note textarea:focus').waitFor();
      await keyboard.type(`${words} @${to.slice(0, 3).toLowerCase()}`);
      await page.getByRole('option', { name: new RegExp(to), selected: true }).waitFor();
      await keyboard.press('Enter');
      await keyboard.type('?');
      await keyboard.press('Enter');
      await bubble(page, words).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('r');
    },
    async answersIt(words: string): Promise<void> {
      await tabTo(page.getByLabel('Search the knowledge'));
      await keyboard.type(words);
      await tabTo(page.getByRole('button', { name: 'Answers it' }));
      await keyboard.press('Enter');
      await page.getByText('Suggested to be learned').waitFor();
      await tabTo(page.getByRole('button', { name: 'Close', exact: true }));
      await keyboard.press('Enter');
      await isClosed(page);
    },
    async learn(): Promise<void> {
      await tabTo(page.getByRole('button', { name: 'Learn it' }));
      await keyboard.press('Enter');
    },
  };
}

type Hands = ReturnType<typeof keysOn>;

/** What a person does with a finger. Words come from the phone's own keyboard. */
export function fingersOn(page: Page): Hands {
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).tap();
  const choose = async (name: string | RegExp): Promise<void> => {
    await press('More to do with this conversation');
    await page.getByRole('menuitem', { name }).tap();
  };
  const send = async (said: string): Promise<void> => {
    await press('Send');
    await bubble(page, said).waitFor();
  };
  const close = async (): Promise<void> => {
    await page.locator('.primary-action', { hasText: 'Close' }).tap();
    await isClosed(page);
  };
  return {
    close,
    async goTo(name: string): Promise<void> {
      if (await page.locator('.conversation').count()) await press('Back to the list');
      // Who wrote twice is there twice.
      await row(page, name).first().tap();
      await page.getByRole('heading', { name }).waitFor();
    },
    async takeOver(): Promise<void> {
      await page.locator('.primary-action', { hasText: 'Take over' }).tap();
      await page.locator('.conversation-who', { hasText: 'With you' }).waitFor();
    },
    async say(text: string): Promise<void> {
      await field(page).tap();
      await field(page).fill(text);
      await send(text);
    },
    async sayCanned(said: string): Promise<void> {
      await press('Canned replies and macros');
      await page.getByRole('option', { name: /A parcel is late/ }).tap();
      await send(said);
    },
    async runMacro(): Promise<void> {
      await press('Canned replies and macros');
      await page.getByRole('option', { name: /Say sorry and close/ }).tap();
      await macroDialog(page).getByRole('button', { name: 'Run', exact: true }).tap();
      await isClosed(page);
    },
    async transferTo(name: string): Promise<void> {
      await choose('Transfer…');
      const dialog = page.getByRole('dialog', { name: 'Transfer' });
      await dialog.getByText(name).tap();
      await dialog.getByRole('button', { name: 'Transfer', exact: true }).tap();
      await dialog.waitFor({ state: 'detached' });
    },
    async putAway(): Promise<void> {
      await choose('Put away…');
      await page
        .getByRole('dialog', { name: 'Put away' })
        .getByRole('button', { name: /^Tomorrow/ })
        .tap();
    },
    async merge(): Promise<void> {
      await choose('Merge…');
      const dialog = page.getByRole('dialog', { name: 'Merge' });
      await dialog.getByRole('radio').first().tap();
      await dialog.getByRole('button', { name: 'Merge', exact: true }).tap();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('was merged into this one').waitFor();
    },
    async note(words: string, { to }: { to: string }): Promise<void> {
      await press('Note');
      await field(page).fill(words);
      await press('Call a colleague');
      await page.getByRole('option', { name: new RegExp(to) }).tap();
      await press('Add note');
      await bubble(page, words).waitFor();
      await press('Reply');
    },
    async answersIt(words: string): Promise<void> {
      await press('Show the customer');
      await page.getByLabel('Search the knowledge').fill(words);
      await press('Answers it');
      await page.getByText('Suggested to be learned').waitFor();
      await press('Close the customer');
      await close();
    },
    learn: () => press('Learn it'),
  };
}
