// Emojis at messages, in the widget of a customer and the console of an agent, in real browsers.
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Message } from '../../src/protocol/model/message';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { bubble as consoleBubble, faults, field, useDesk } from './console-desk';
import { compose, desk, everybodyLeaves, inFrame, open, say, visitor, type Visitor } from './widget-visit';

inBrowser('reactions on the web', () => {
  const suite = useDesk();
  let mara: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    mara = await desk(suite.server, 'Mara Lind');
  });

  afterEach(() => everybodyLeaves(suite.browser));

  const visit = (options?: BrowserContextOptions) => visitor(suite.browser, suite.server.url, options);

  /** With an agent, who has said these words. */
  async function answered(visitor: Visitor, first: string, answer: string): Promise<string> {
    await open(visitor);
    await compose(visitor, first);
    const { id } = await mara.newest(first);
    await mara.claim(id);
    await mara.say(id, answer);
    await rowOf(visitor, answer).waitFor();
    return id;
  }

  const rowOf = ({ frame }: Pick<Visitor, 'frame'>, text: string) => frame.locator('.row', { hasText: text });
  const reactionsIn = async (sessionId: string) =>
    (await mara.messages(sessionId)).filter(({ content }: Message) => content.systemAction === 'reacted');
  const shoot = async (page: Page, name: string) =>
    process.env['SHOTS'] && (await page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) }));

  test('both sides react, live, after a reload and after a break; nothing is doubled', async () => {
    const visitor = await visit();
    await open(visitor);
    await say(visitor, 'I want to talk to a human about oars');
    const { id: sessionId } = await mara.newest('I want to talk to a human about oars');
    const answer = rowOf(visitor, 'Which oars?');
    const question = rowOf(visitor, 'about oars');
    const page = await suite.open({ path: `/console/inbox/${sessionId}?tab=all` });
    const line = (text: string) => page.locator('.bubble-line', { has: consoleBubble(page, text) });

    await page.getByRole('button', { name: 'Take over' }).first().click();
    await page.getByText('With you', { exact: true }).waitFor();
    await field(page).fill('Which oars?');
    await field(page).press('Enter');
    await answer.waitFor();

    // The customer, by the pointer.
    await answer.hover();
    await answer.getByRole('button', { name: 'React', exact: true }).click();
    await answer.getByRole('button', { name: 'React with ❤️' }).click();
    await answer.getByRole('button', { name: 'You reacted with ❤️' }).waitFor();
    await line('Which oars?').getByRole('img', { name: 'The customer reacted with ❤️' }).waitFor();

    // The agent, at what the customer and the team wrote.
    for (const [text, emoji] of [
      ['about oars', '👍'],
      ['Which oars?', '🙏'],
    ] as const) {
      await line(text).hover();
      await line(text).getByRole('button', { name: 'React', exact: true }).click();
      await line(text)
        .getByRole('button', { name: `React with ${emoji}` })
        .click();
      await line(text)
        .getByRole('button', { name: `Your team reacted with ${emoji}` })
        .waitFor();
      await rowOf(visitor, text)
        .getByRole('img', { name: `Our team reacted with ${emoji}` })
        .waitFor();
    }
    expect(await faults(page)).toEqual([]);
    await shoot(page, 'reactions-console');
    await shoot(visitor.page, 'reactions-widget');
    const shown = async () => [
      await question.locator('.reaction').allInnerTexts(),
      await answer.locator('.reaction').allInnerTexts(),
    ];
    const all = [['👍'], ['🙏', '❤️']];
    expect(await shown()).toEqual(all);

    await visitor.page.reload();
    await answer.getByRole('button', { name: 'You reacted with ❤️' }).waitFor();
    await eventuallyPasses(async () => expect(await shown()).toEqual(all));
    await page.reload();
    await line('Which oars?').getByRole('img', { name: 'The customer reacted with ❤️' }).waitFor();
    await line('about oars').getByRole('button', { name: 'Your team reacted with 👍' }).waitFor();

    // What happens while the customer is away is there afterwards, once.
    await visitor.context.setOffline(true);
    await visitor.frame.getByText('Not connected. Your message is kept and will be sent.').waitFor();
    await line('about oars').getByRole('button', { name: 'Your team reacted with 👍' }).click();
    await line('about oars').getByRole('button', { name: 'React with 😂' }).click();
    await line('about oars').getByRole('button', { name: 'Your team reacted with 😂' }).waitFor();
    await visitor.context.setOffline(false);
    await question.getByRole('img', { name: 'Our team reacted with 😂' }).waitFor();
    expect(await shown()).toEqual([['😂'], ['🙏', '❤️']]);

    // Taken back by the same press again.
    await answer.getByRole('button', { name: 'You reacted with ❤️' }).click();
    await answer.getByRole('button', { name: 'Take ❤️ back' }).click();
    await answer.getByRole('button', { name: 'React', exact: true }).waitFor();
    await line('Which oars?')
      .getByRole('img', { name: 'The customer reacted with ❤️' })
      .waitFor({ state: 'detached' });
    const data = (await reactionsIn(sessionId)).map(({ content }) => content.data!['emoji']);
    expect(data).toEqual(['❤️', '👍', '🙏', '😂', undefined]);
    expect(visitor.errors).toEqual([]);
  });

  test('the keyboard alone is enough, and Escape closes the choice, not the chat', async () => {
    const visitor = await visit();
    const sessionId = await answered(visitor, 'I want to talk to a human about keys', 'Which key?');
    const answer = rowOf(visitor, 'Which key?');
    const button = answer.getByRole('button', { name: 'React', exact: true });
    await button.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Escape');
    await answer.getByRole('group', { name: 'Reactions' }).waitFor({ state: 'detached' });
    await button.and(visitor.frame.locator(':focus')).waitFor();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Enter');
    const own = answer.getByRole('button', { name: 'You reacted with ❤️' });
    await own.and(visitor.frame.locator(':focus')).waitFor();
    expect((await reactionsIn(sessionId)).map(({ content }) => content.data)).toMatchObject([
      { emoji: '❤️' },
    ]);
    // Of one's own words nothing is asked.
    await eventuallyPasses(async () =>
      expect(await rowOf(visitor, 'about keys').getByRole('button').count()).toBe(0),
    );
    expect(await faults(visitor.page)).toEqual([]);
  });

  test.each(['en-GB', 'ar'])(
    'on a phone of 320 px in %s a long press offers them, 44 px high',
    async (locale) => {
      const visitor = await visit({
        locale,
        viewport: { width: 320, height: 640 },
        hasTouch: true,
        isMobile: true,
      });
      const words = `I want to talk to a human about ${locale}`;
      const sessionId = await answered(
        visitor,
        words,
        `Yes, in ${locale}, and at some length so that the line is full?`,
      );
      const answer = rowOf(visitor, `Yes, in ${locale}`);
      await answer.locator('.react').waitFor();
      const box = (await answer.locator('.bubble').boundingBox())!;
      const touch = await visitor.context.newCDPSession(visitor.page);
      const at = { x: box.x + 20, y: box.y + 10 };
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
      await answer.locator('.reaction-choice').waitFor();
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      const sizes = await answer
        .locator('.reactions button')
        .evaluateAll((buttons) =>
          buttons.map(
            (one) =>
              one.getBoundingClientRect().toJSON() as Record<'width' | 'height' | 'left' | 'right', number>,
          ),
        );
      for (const { width, height, left, right } of sizes) {
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
        expect([left >= 0, right <= 320]).toEqual([true, true]);
      }
      expect(sizes).toHaveLength(7);
      await shoot(visitor.page, `reactions-${locale}`);
      await eventuallyPasses(async () =>
        expect(
          await inFrame(visitor.page).evaluate('document.documentElement.scrollWidth'),
        ).toBeLessThanOrEqual(320),
      );
      await answer.locator('.reaction-choice button').first().tap();
      await answer.locator('.reacted', { hasText: '👍' }).waitFor();
      await eventuallyPasses(async () =>
        expect((await answer.locator('.reacted').boundingBox())!.height).toBeGreaterThanOrEqual(44),
      );
      expect(await reactionsIn(sessionId)).toHaveLength(1);
      // A tap and a scroll are no long press.
      await answer.locator('.bubble').tap();
      await eventuallyPasses(async () => expect(await answer.locator('.reaction-choice').count()).toBe(0));
      expect(visitor.errors).toEqual([]);
    },
  );

  test('a reaction at a message far above stays a line of the console when earlier messages come', async () => {
    const visitor = await visit();
    const sessionId = await answered(visitor, 'I want to talk to a human about ropes', 'Which rope?');
    const target = (await mara.messages(sessionId)).find(({ content }) => content.text === 'Which rope?')!;
    for (let n = 1; n <= 70; n += 1) await mara.say(sessionId, `rope ${n}`);
    await rowOf(visitor, 'rope 70').waitFor();
    const answer = rowOf(visitor, 'Which rope?');
    await answer.getByRole('button', { name: 'React', exact: true }).click();
    await answer.getByRole('button', { name: 'React with 👍' }).click();
    await answer.getByRole('button', { name: 'You reacted with 👍' }).waitFor();
    const page = await suite.open({ path: `/console/inbox/${sessionId}?tab=all` });
    const line = page.locator('.system-line', { hasText: 'Reacted with 👍' });
    await line.waitFor();
    await page.goto(`${suite.server.url}/console/inbox/${sessionId}?tab=all&seq=${target.seq}`);
    await page
      .locator('.bubble-line', { has: consoleBubble(page, 'Which rope?') })
      .getByRole('img', { name: 'The customer reacted with 👍' })
      .waitFor();
    await page.locator('.messages').evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await line.waitFor();
  });
});
