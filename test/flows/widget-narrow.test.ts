// The widget on the narrowest phone, in a language of long words and in one from right to left: nothing is cut, nothing is sideways.
import type { Browser } from 'playwright-core';
import { join } from 'node:path';
import ar from '../../src/widget/translations/ar.json';
import de from '../../src/widget/translations/de.json';
import { eventuallyPasses } from '../../src/tools/eventually';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  busyColleague,
  desk,
  everybodyLeaves,
  fromRightToLeft,
  inFrame,
  launch,
  visitor,
  type Visitor,
} from './widget-visit';

const width = 320;

/** What runs in the browser: what stands out of the frame, or does not show all that is in it. */
const cut = `[...document.querySelectorAll('body *')].filter((one) => {
  const { left, right, width, height } = one.getBoundingClientRect();
  if (!width || !height) return false;
  const { overflowX, textOverflow } = getComputedStyle(one);
  const isCut = overflowX !== 'visible' && textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth;
  return left < 0 || right > innerWidth || isCut;
}).map((one) => one.outerHTML.slice(0, 120))`;

inBrowser.each([
  ['de', de, false],
  ['ar', ar, true],
] as const)('the widget at 320 px in %s', (locale, words, isRtl) => {
  let server: TestServer;
  let browser: Browser;
  let asker: Visitor;
  let agent: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    await server.query('UPDATE organizations SET max_agents = 5');
    await server.query(`UPDATE channels SET config = config || $1`, [
      { preChat: ['name', 'email', 'phone'] },
    ]);
    agent = await desk(server, 'Maximiliane von Hohenstein-Oberkirchner');
    await busyColleague(server);
    browser = await launch();
  });
  beforeEach(async () => {
    const phone = { locale, viewport: { width, height: 640 }, hasTouch: true, isMobile: true };
    asker = await visitor(browser, server.url, phone, async (context) => {
      if (isRtl) await fromRightToLeft(context, server.url);
    });
  });
  afterEach(async () => {
    expect(asker.errors).toEqual([]);
    await everybodyLeaves(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function isWhole(name: string): Promise<void> {
    if (process.env['SHOTS'])
      await asker.page.screenshot({ path: join(process.env['SHOTS'], `narrow-${locale}-${name}.png`) });
    await eventuallyPasses(async () =>
      expect([name, await inFrame(asker.page).evaluate(cut)]).toEqual([name, []]),
    );
    await eventuallyPasses(async () =>
      expect(await inFrame(asker.page).evaluate('document.documentElement.scrollWidth')).toBe(width),
    );
  }
  /** On the side where lines begin. */
  async function begins(selector: string): Promise<boolean> {
    const { x, width: wide } = (await asker.frame.locator(selector).first().boundingBox())!;
    return isRtl ? x + wide > width - 40 : x < 40;
  }

  test('what is asked first, the composer, a conversation and the help are whole, each on its side', async () => {
    const { frame } = asker;
    await asker.page.locator('button.launcher').click();
    await frame.getByRole('textbox', { name: words.name }).waitFor();
    await eventuallyPasses(async () =>
      expect(await inFrame(asker.page).evaluate('document.documentElement.dir')).toBe(isRtl ? 'rtl' : 'ltr'),
    );
    await isWhole('pre-chat');
    await frame.getByRole('textbox', { name: words.name }).fill('Ada');
    await frame.getByRole('textbox', { name: words.email }).fill('nobody');
    await frame.getByRole('textbox', { name: words.phone }).fill('1');
    await frame.getByRole('textbox', { name: words.email }).fill('ada@shop.example');
    await frame.getByRole('button', { name: words.begin }).click();
    await frame.getByRole('alert').waitFor();
    await isWhole('pre-chat-wrong');
    await frame.getByRole('textbox', { name: words.phone }).fill('+49 30 1234567');
    await frame.getByRole('button', { name: words.begin }).click();

    const box = frame.getByRole('textbox', { name: words.placeholder });
    await box.waitFor();
    await isWhole('composer');
    await box.fill('Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4));
    await isWhole('composer-long');
    await box.fill('x'.repeat(10_003));
    await frame.getByText(words.tooLong.replace('{n}', '3')).waitFor();
    await isWhole('composer-too-long');
    await box.fill('How long does a refund take?');
    await box.press('Enter');
    await frame.getByText('5 to 7 working days').first().waitFor();
    await frame.getByRole('button', { name: words.no }).click();
    await frame.getByRole('button', { name: words.other }).click();
    await isWhole('answer');
    expect([await begins('.theirs .bubble'), await begins('.mine .bubble')]).toEqual([true, false]);
    expect([await begins('.composer .clip'), await begins('.composer .send, .composer .mic')]).toEqual([
      true,
      false,
    ]);

    await frame.getByRole('button', { name: words.help }).click();
    await frame.getByRole('button', { name: 'Ways to pay' }).waitFor();
    await isWhole('help');
    await frame.getByRole('button', { name: 'Ways to pay' }).click();
    await frame.getByRole('link', { name: words.asPage }).waitFor();
    await isWhole('help-article');
    expect(await begins('header .back')).toBe(true);
    await frame.locator('header').getByRole('button', { name: words.back }).click();
    await frame.getByRole('button', { name: words.conversations }).click();
    await frame.getByRole('button', { name: words.soundOn }).waitFor();
    await isWhole('conversations');
  });

  test('a long name in letters of the other direction loses its end, not its beginning', async () => {
    const name = isRtl
      ? 'Harbour and Pine Outdoor Equipment of Norwich'
      : 'متجر الميناء والصنوبر لمعدات التخييم في نورويتش';
    await server.query('UPDATE channels SET name = $1', [name]);
    await asker.page.reload();
    await asker.page.locator('button.launcher').click();
    const title = asker.frame.locator('h1', { hasText: name });
    await title.waitFor();
    const seen = () =>
      title.evaluate((heading) => {
        const { left, right } = heading.getBoundingClientRect();
        const isSeen = (at: number) => {
          const range = heading.ownerDocument.createRange();
          const text = heading.ownerDocument.createTreeWalker(heading, 4).nextNode()!;
          range.setStart(text, at);
          range.setEnd(text, at + 1);
          const box = range.getBoundingClientRect();
          return box.left >= left - 1 && box.right <= right + 1;
        };
        return [isSeen(0), isSeen(heading.textContent!.length - 1)];
      });
    await eventuallyPasses(async () => expect(await seen()).toEqual([true, false]));
    await isWhole('long-name');
  });

  test('waiting, a person with a long name and the rating are whole', async () => {
    const { frame } = asker;
    const [token] = [crypto.randomUUID()];
    const asked = `I want to talk to a human ${token}`;
    await asker.page.locator('button.launcher').click();
    await frame.getByRole('textbox', { name: words.name }).fill('Ada');
    await frame.getByRole('textbox', { name: words.email }).fill('ada@shop.example');
    await frame.getByRole('textbox', { name: words.phone }).fill('+49 30 1234567');
    await frame.getByRole('button', { name: words.begin }).click();
    await frame.getByRole('textbox', { name: words.placeholder }).fill(asked);
    await frame.getByRole('textbox', { name: words.placeholder }).press('Enter');
    await frame.locator('.waiting[role=status]').waitFor();
    await isWhole('waiting');
    const session = await agent.newest(asked);
    await agent.claim(session.id);
    await frame.locator('.state', { hasText: 'Maximiliane' }).waitFor();
    await agent.say(session.id, `https://shop.example/${'very-long-'.repeat(20)} **bold** \`code\``);
    await frame.locator('.bubble code').waitFor();
    await isWhole('agent');
    await frame.getByRole('button', { name: words.end }).click();
    await frame.getByText(words.endAsk).waitFor();
    await isWhole('end');
    await frame.getByRole('group', { name: words.endAsk }).getByRole('button', { name: words.end }).click();
    await frame.getByRole('button', { name: words.score4, exact: true }).click();
    await frame.getByRole('textbox', { name: words.comment }).waitFor();
    await isWhole('rating');
    const scores = frame.locator('.scores button');
    const [first, last] = [(await scores.first().boundingBox())!, (await scores.last().boundingBox())!];
    expect(first.x < last.x).toBe(!isRtl);
  });
});
