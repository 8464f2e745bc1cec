// Far up in a conversation: ten thousand messages, and what the same customer wrote before.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble, customer, faults, pictures, row, sideways, useDesk } from './console-desk';

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
    await eventuallyPasses(async () => expect(await bubble(page, 'From another browser').count()).toBe(0));
    const more = page.getByRole('button', { name: /^Earlier conversation: / });
    await more.waitFor();
    await pictures(page, 'history-offered', { before: () => more.waitFor() });
    await more.click();
    await bubble(page, 'From another browser').waitFor();
    await bubble(page, 'The newest').waitFor();
    const rule = page.locator('.earlier-rule').last();
    await eventuallyPasses(async () =>
      expect(await rule.textContent()).toMatch(/Earlier conversation · .*\d{4} · Closed/),
    );
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
    await eventuallyPasses(async () => expect(await more.count()).toBe(0));
    // They are to be read, nothing else: neither what is read nor what is held of the open one has changed.
    expect(await log(sessionId)).toEqual(before);
    await page.locator('.earlier-rule', { hasText: 'Open' }).first().getByRole('link').click();
    await eventually(() => page.url().includes(ada.ids[0]!));

    await page.goto(`${at.server.url}/console/inbox/${last.ids[0]!}?tab=all`);
    await bubble(page, 'Alone here').waitFor();
    await page.getByText('This is the only one.').waitFor();
    await eventuallyPasses(async () => expect(await more.count()).toBe(0));
  });

  async function log(sessionId: string): Promise<Message[]> {
    const { body } = await at.server.request('GET', `sessions/${sessionId}/messages?limit=200`);
    return (body as { items: Message[] }).items;
  }

  const longest = 10_000;

  /**
   * A conversation of so many messages, of which the first and the last come as every message does. Some are long, and some are
   * pictures of which nobody knows the size.
   */
  async function longOne(): Promise<string> {
    const one = await customer(at.server, { firstName: 'Long' });
    const { sessionId } = await one.say('message 1.');
    await at.server.query(
      `INSERT INTO messages SELECT (jsonb_populate_record(m, jsonb_build_object('seq', n, 'client_message_id', NULL,
         'doc', m.doc || jsonb_build_object('id', gen_random_uuid(), 'seq', n, 'metadata', '{}'::jsonb,
           'type', CASE WHEN n % 50 = 7 THEN 'image' ELSE 'text' END,
           'content', jsonb_build_object('text', 'message ' || n || '.' || CASE n % 9 WHEN 0 THEN repeat(' It has many words.', n % 45) ELSE '' END)
             || CASE WHEN n % 50 = 7 THEN jsonb_build_object('mediaUrl', '/console/icons/icon-192.png?' || n) ELSE '{}' END)))).*
       FROM messages m, generate_series(2, $2::int - 1) n WHERE session_id = $1 AND seq = 1`,
      [sessionId, longest],
    );
    await one.call('message:send', { clientMessageId: randomUUID(), text: `message ${longest}.` });
    return sessionId;
  }

  test('ten thousand messages come once each and in order, up and down, and what is read stays where it stands', async () => {
    const sessionId = await longOne();
    const page = await at.open({ viewport: { width: 1440, height: 2000 } });
    await page.goto(`${at.server.url}/console/inbox/${sessionId}?tab=all`);
    await bubble(page, `message ${longest}.`).waitFor();
    // What stands below the messages comes with its own parts, and takes its room from them.
    await page.waitForLoadState('networkidle');
    const all = Array.from({ length: longest }, (_, index) => index + 1);
    const up = await walk(page, -1);
    expect(up.jumps).toEqual([]);
    expect(up.seen).toEqual(all.toReversed());
    const down = await walk(page, 1);
    expect(down.jumps).toEqual([]);
    expect(down.seen).toEqual(all);
    expect(Math.max(up.most, down.most)).toBeLessThan(110);
    // Ten thousand are drawn twice: how long is up to the machine.
  });
});

interface Walk {
  /** Numbers in the order in which they came into sight. */
  seen: number[];
  /** Where a message was moved that the reader did not move. */
  jumps: string[];
  /** Lines on the page. */
  most: number;
}

/**
 * Scrolls to one end, most of a screen at a time. Each look is after what came into sight has its size: a message that was in
 * sight before is then as far from where it was as the reader has scrolled.
 */
const walk = (page: Page, direction: 1 | -1): Promise<Walk> =>
  page.evaluate<Walk>(`(async () => {
    const [direction, longest] = [${direction}, 10000];
    const box = document.querySelector('.messages');
    const [seen, known, jumps] = [[], new Set(), []];
    const frame = () => new Promise(requestAnimationFrame);
    const numberOf = (text) => Number(/^message (\\d+)\\./.exec(text.textContent)?.[1]);
    let most = 0;
    const inSight = () => {
      const { top, bottom } = box.getBoundingClientRect();
      return [...box.querySelectorAll('.bubble .text')]
        .map((text) => ({ number: numberOf(text), at: text.getBoundingClientRect() }))
        .filter(({ at }) => at.bottom > top && at.top < bottom)
        .map(({ number, at }) => ({ number, top: at.top - top }))
        .sort((one, other) => one.top - other.top);
    };
    const placed = (lines) => JSON.stringify(lines);
    /** What is in sight once it moves no more, and what comes above is there: who is at the very top has nothing to stand on. */
    const settled = async () => {
      for (let before = '', still = 0; ; ) {
        await frame();
        const now = inSight();
        still = placed(now) === before ? still + 1 : 0;
        const loads = document.querySelector('.older [aria-label="Loading earlier messages"]');
        if (still >= 1 && now.length && !loads) return now;
        before = placed(now);
      }
    };
    for (let before; ; ) {
      const lines = await settled();
      most = Math.max(most, box.querySelectorAll('.line-place').length);
      lines.slice(1).forEach(({ number }, index) => {
        if (number !== lines[index].number + 1) jumps.push('not in order: ' + lines[index].number + ', ' + number);
      });
      for (const { number } of direction < 0 ? lines.toReversed() : lines)
        if (!known.has(number)) known.add(number), seen.push(number);
      const same = before && lines.find(({ number }) => number === before.number);
      if (before && !same) jumps.push(before.number + ' is out of sight');
      if (same && Math.abs(same.top - before.top + before.by) > 2)
        jumps.push(before.number + ' moved by ' + (same.top - before.top) + ', not by ' + -before.by);
      const left = direction < 0 ? box.scrollTop : box.scrollHeight - box.clientHeight - box.scrollTop;
      if (known.has(direction < 0 ? 1 : longest) && left < 2) return { seen, jumps: jumps.slice(0, 10), most };
      const from = box.scrollTop;
      const middle = lines[direction < 0 ? 0 : lines.length - 1];
      box.scrollTop += direction * Math.floor(box.clientHeight * 0.8);
      // Who turns a wheel is heard of before anything else happens, too.
      box.dispatchEvent(new Event('scroll'));
      before = { ...middle, by: box.scrollTop - from };
    }
  })()`);
