// PDFs in a conversation: their pages are drawn in the console, with keys alone, and nothing in them runs.
import type { Locator, Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { pdfOf } from '../dev-env/pdf';
import { customer, faults, fitsDeskAndPhone, sideways, useDesk } from './console-desk';

const suite = useDesk({ PARLEY_DEMO: 'off' });
const pages = [['Invoice 4711', 'The hedgehog ships on Monday'], ['Terms of delivery'], ['The last page']];

/** A conversation with these files in it, open in a console. */
async function openWith(files: Record<string, Buffer>, options: Parameters<typeof suite.open>[0] = {}) {
  const ada = await customer(suite.server, { firstName: 'Ada' });
  await ada.say('Here is what I was sent');
  let sessionId = '';
  for (const [name, bytes] of Object.entries(files)) ({ sessionId } = await ada.attach(name, bytes));
  const page = await suite.open({ path: '/console/inbox?tab=all', ...options });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=all`);
  return { page, ada, asked };
}

const card = (page: Page, name: string) => page.locator('.pdf-card').getByRole('button', { name });

interface Drawn {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    getImageData(...box: number[]): { data: ArrayLike<number> };
  };
}

/** How many dots of the page are dark. */
const inkOf = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    const { width, height } = element as unknown as Drawn;
    if (width === 0) return 0;
    const { data } = (element as unknown as Drawn).getContext('2d').getImageData(0, 0, width, height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at]! < 100 && data[at + 3]! > 200) dark += 1;
    return dark;
  });

testInBrowser('a PDF is read page by page with keys alone, and the focus is back where it was', async () => {
  const { page, asked } = await openWith({ 'invoice.pdf': pdfOf(pages) });
  const button = card(page, 'invoice.pdf');
  await button.waitFor();
  await eventuallyPasses(async () => expect(await button.textContent()).toBe('invoice.pdfPDF · 1 KB'));
  expect(asked.filter((path) => path.startsWith('/files/'))).toEqual([]);
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'invoice.pdf' });
  await dialog.getByText('Page 1 of 3').waitFor();
  await dialog.getByText('The hedgehog ships on Monday').waitFor({ state: 'attached' });
  await eventuallyPasses(async () => expect(await inkOf(dialog.locator('canvas'))).toBeGreaterThan(500));
  await fitsDeskAndPhone(page, 'PDF');
  await page.keyboard.press('ArrowRight');
  await dialog.getByText('Terms of delivery').waitFor({ state: 'attached' });
  await page.keyboard.press('End');
  await dialog.getByText('Page 3 of 3').waitFor();
  await dialog.getByText('The last page').waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageUp');
  await dialog.getByText('Page 2 of 3').waitFor();
  const widthOf = async () => (await dialog.locator('canvas').boundingBox())!.width;
  const narrow = await widthOf();
  await page.keyboard.press('w');
  await dialog.getByRole('button', { name: 'As wide as the window', pressed: true }).waitFor();
  expect(await widthOf()).toBeGreaterThan(narrow);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('invoice.pdf');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await eventually(() => button.evaluate((element) => element.matches(':focus')));
  await eventuallyPasses(async () =>
    expect(await button.textContent()).toBe('invoice.pdfPDF · 1 KB · 3 pages'),
  );
});

testInBrowser('what stays open while others write is shown on', async () => {
  const { page, ada } = await openWith({ 'invoice.pdf': pdfOf(pages) });
  await card(page, 'invoice.pdf').click();
  const dialog = page.getByRole('dialog', { name: 'invoice.pdf' });
  await dialog.getByText('Page 1 of 3').waitFor();
  for (let n = 1; n <= 40; n += 1) await ada.say(`And one more thing, number ${n}`);
  await page.getByText('And one more thing, number 40').first().waitFor({ state: 'attached' });
  await dialog.getByText('Page 1 of 3').waitFor();
});

testInBrowser(
  'a damaged file, a locked one and one that is gone say so, and stay to be downloaded',
  async () => {
    const whole = pdfOf(pages);
    const { page } = await openWith({
      'damaged.pdf': Buffer.concat([whole.subarray(0, 60), Buffer.alloc(2_000, 'x')]),
      'locked.pdf': pdfOf(pages, { locked: true }),
      'gone.pdf': whole,
    });
    const says: Record<string, string> = {
      'damaged.pdf': 'This file cannot be shown',
      'locked.pdf': 'This file is locked with a password',
      'gone.pdf': 'This file could not be fetched',
    };
    for (const [name, words] of Object.entries(says)) {
      if (name === 'gone.pdf') await page.route('**/files/*', (route) => route.abort());
      await card(page, name).click();
      const dialog = page.getByRole('dialog', { name });
      await dialog.getByRole('alert').filter({ hasText: words }).waitFor();
      await dialog.getByRole('link', { name: 'Download' }).waitFor();
      expect(await faults(page)).toEqual([]);
      if (name === 'gone.pdf') {
        await page.unroute('**/files/*');
        await dialog.getByRole('button', { name: 'Try again' }).click();
        await dialog.getByText('Page 1 of 3').waitFor();
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  },
);

testInBrowser(
  'a script in a PDF does not run, on a phone in the dark and from the right either',
  async () => {
    const script = `app.alert('ran'); fetch('/ran'); this.submitForm('/ran');`;
    const { page, asked } = await openWith(
      { 'with a script.pdf': pdfOf(pages, { script }) },
      { colorScheme: 'dark', hasTouch: true },
    );
    await page.setViewportSize({ width: 390, height: 844 });
    const alarms: string[] = [];
    page.on('dialog', (dialog) => void alarms.push(dialog.message()));
    await card(page, 'with a script.pdf').click();
    const dialog = page.getByRole('dialog', { name: 'with a script.pdf' });
    await dialog.getByText('Page 1 of 3').waitFor();
    await eventuallyPasses(async () => expect(await inkOf(dialog.locator('canvas'))).toBeGreaterThan(200));
    expect(await faults(page, { targets: true })).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await page.evaluate(`document.documentElement.dir = 'rtl'`);
    await page.keyboard.press('ArrowLeft');
    await dialog.getByText('Page 2 of 3').waitFor();
    expect(asked.filter((path) => path === '/ran')).toEqual([]);
    expect(alarms).toEqual([]);
  },
);

testInBrowser(
  'a word in a PDF that a customer sent is found, and leads to the message that carries it',
  async () => {
    const ada = await customer(suite.server, { firstName: 'Grace' });
    await ada.say('I have a question about this');
    const { sessionId, seq } = await ada.attach(
      'contract.pdf',
      pdfOf([['Of ordinary matters'], ['The axolotl clause applies']]),
    );
    for (let n = 1; n <= 30; n += 1) await ada.say(`something else, number ${n}`);
    const found = async (query: string) =>
      (await suite.server.request('GET', query)).body as { items: Array<{ highlight: object }> };
    await eventually(async () => (await found('search?q=axolotl&kind=file')).items.length === 1);
    expect((await found('sessions?q=axolotl')).items).toMatchObject([
      { id: sessionId, highlight: { seq, fileName: 'contract.pdf' } },
    ]);
    const page = await suite.open({ path: '/console/search?q=axolotl+claus' });
    await page.getByText('1 result', { exact: true }).waitFor();
    const place = page.locator('.place');
    await place.getByText('File by the customer').waitFor();
    await place.getByText('contract.pdf', { exact: true }).waitFor();
    await eventuallyPasses(async () =>
      expect(await place.locator('.place-words').textContent()).toContain('The axolotl clause applies'),
    );
    await eventuallyPasses(async () =>
      expect(await place.locator('mark').allTextContents()).toEqual(['axolotl', 'claus']),
    );
    expect(await faults(page)).toEqual([]);
    await place.getByRole('link').click();
    await page.waitForURL(new RegExp(`/inbox/${sessionId}\\?tab=all&seq=${seq}$`));
    await page.locator('.line-place.aimed').getByRole('button', { name: 'contract.pdf' }).waitFor();
    await suite.server.request('DELETE', `customers/${ada.id}`);
    expect((await found('search?q=axolotl&kind=file')).items).toEqual([]);
  },
);
