// Far up in a conversation: what the same customer wrote before.
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { eventually } from '../../src/tools/eventually';
import { bubble, chromiumPath, customer, faults, pictures, row, sideways, useDesk } from './console-desk';

const inBrowser = existsSync(chromiumPath) ? describe : describe.skip;

inBrowser('far up in a conversation, in Chromium', () => {
  const at = useDesk();

  const top = (page: Page) => page.getByRole('log').evaluate((box) => (box.scrollTop = 0));
  const close = (sessionId: string) => at.server.request('POST', `sessions/${sessionId}/close`, { body: {} });
  const written = (page: Page) => page.locator('.bubble .text').allTextContents();

  /** One conversation after the other, each closed before the next begins; the last one is open. */
  async function conversations(firstName: string, ...each: string[][]) {
    const one = await customer(at.server, { firstName });
    const ids: string[] = [];
    for (const [index, texts] of each.entries()) {
      for (const text of texts) ids[index] = (await one.say(text)).sessionId;
      if (index < each.length - 1) await close(ids[index]!);
    }
    return { ...one, ids };
  }

  test('above the first message stand the earlier conversations, also of a linked customer, to be read alone', async () => {
    const long = Array.from({ length: 60 }, (_, index) => `Part ${index + 1}. of the second`);
    const ada = await conversations('Ada', ['The very first'], long, ['And now this']);
    const other = await conversations('Ada Byron', ['From another browser']);
    await at.server.request('POST', `customers/${ada.id}/identities`, {
      body: { kind: 'visitor', value: other.id, evidence: 'agent' },
    });
    await close(other.ids[0]!);
    const last = await conversations('Nobody else', ['Alone here']);
    // She writes again, after all of them.
    await close(ada.ids[2]!);
    await ada.say('The newest');
    const sessionId = await ada.askForPerson();
    const before = await log(sessionId);

    const page = await at.open();
    await row(page, 'Ada').click();
    await bubble(page, 'The newest').waitFor();
    expect(await bubble(page, 'From another browser').count()).toBe(0);
    const more = page.getByRole('button', { name: /^Earlier conversation: / });
    await more.waitFor();
    await pictures(page, 'history-offered', { before: () => more.waitFor() });
    await more.click();
    await bubble(page, 'From another browser').waitFor();
    await bubble(page, 'The newest').waitFor();
    const rule = page.locator('.earlier-rule').last();
    expect(await rule.textContent()).toMatch(/Earlier conversation · .*\d{4} · Closed/);
    await page.getByRole('log').hover();
    await page.mouse.wheel(0, -4_000);
    await bubble(page, 'And now this').waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await sideways(page)).toEqual([]);
    await pictures(page, 'history');

    const seen = new Set(await written(page));
    await eventually(async () => {
      await top(page);
      for (const text of await written(page)) seen.add(text);
      return seen.has('The very first');
    });
    await page.locator('.earlier-rule').first().waitFor();
    expect(await more.count()).toBe(0);
    // They are to be read, nothing else: neither what is read nor what is held of the open one has changed.
    expect(await log(sessionId)).toEqual(before);
    await page.locator('.earlier-rule', { hasText: 'Open' }).first().getByRole('link').click();
    await eventually(() => page.url().includes(ada.ids[0]!));

    await page.goto(`${at.server.url}/console/inbox/${last.ids[0]!}?tab=all`);
    await bubble(page, 'Alone here').waitFor();
    await page.getByText('This is the only one.').waitFor();
    expect(await more.count()).toBe(0);
  });

  async function log(sessionId: string): Promise<Message[]> {
    const { body } = await at.server.request('GET', `sessions/${sessionId}/messages?limit=200`);
    return (body as { items: Message[] }).items;
  }
});
