// An agent's day as one picture, twice: twelve people who wait on three channels, one of them twice, served with keys alone, while
// a colleague and a supervisor look at the same list; and five more, served with a finger on a phone.
import type { Page } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { inBrowserEachRun } from '../dev-env/in-browser';
import { faults, field, row, sideways, tooSmall } from './console-desk';
import { fingersOn, keysOn } from './day-hands';
import { shot, useDay } from './day-world';

const onWeb = ['Ada Adler', 'Ben Brook', 'Cleo Crane', 'Dora Dale', 'Emil Esser', 'Fay Finch'];
const onPhone = ['Gus Gale', 'Hana Holt', 'Ivo Iver'];
const byMail = ['Jan Jensen', 'Kit Kramer', 'Lou Lund'];
const everybody = [...onWeb, ...onPhone, ...byMail];

inBrowserEachRun('a day at the desk in Chromium', () => {
  const day = useDay();
  const { at } = day;
  const knowledge = () => `${at.server.url}/console/knowledge?section=suggestions`;
  const waitingIn = (page: Page, count: string) =>
    page.locator('.tab', { hasText: 'Waiting' }).locator('.tab-count', { hasText: new RegExp(`^${count}$`) });

  async function twelveWait(): Promise<void> {
    const question = 'Could you personalise the candlestick for my wedding?';
    for (const name of onWeb) await day.byWeb(name, name === 'Fay Finch' ? question : 'My parcel is late');
    for (const [index, name] of onPhone.entries()) await day.byPhone(name, String(491_700_000_100 + index));
    for (const name of byMail) await day.byMail(name);
    await day.byMail('Kit Kramer', 'That order again');
    await day.allWait(everybody);
    // On a slow machine the day takes longer than a colleague has to open what she was given.
    const body = { category: 'routing', key: 'openWithinSeconds', value: 0 };
    await at.server.request('POST', 'settings', { body });
  }

  test('twelve on three channels are served by keys alone, once each, and everybody sees the same list', async () => {
    const [mara, jonas] = [await at.server.addAgent('Mara'), await at.server.addAgent('Jonas', 'supervisor')];
    const article = await day.article(
      'Engraving',
      'Initials are cut into brass for a small fee, within two days.',
    );
    await twelveWait();
    const page = await at.open();
    const hers = await at.open(mara);
    const his = await at.open(jonas);
    for (const one of [page, hers, his]) await waitingIn(one, '13').waitFor();
    await shot(page, 'begins');
    expect(await faults(page)).toEqual([]);
    const hands = keysOn(page);

    await hands.goTo('Ada Adler');
    await hands.takeOver();
    await hands.sayCanned('Hi Ada, your parcel comes tomorrow.');
    await hands.close();

    // On a conversation that nobody has.
    await hands.goTo('Ben Brook');
    await hands.runMacro();

    await hands.goTo('Cleo Crane');
    await hands.transferTo('Mara');
    await page.locator('.conversation-who', { hasText: 'With Mara' }).waitFor();
    await hers.locator('.tab', { hasText: 'Mine' }).locator('.tab-count', { hasText: '1' }).waitFor();

    await hands.goTo('Dora Dale');
    await hands.takeOver();
    await hands.say('I ask the warehouse, and write tomorrow.');
    await hands.putAway();
    await eventually(async () => (await day.sessions())['Dora Dale']?.snoozed !== undefined);

    await hands.goTo('Emil Esser');
    await hands.takeOver();
    await hands.note('Is this one ours,', { to: 'Jonas' });
    await his.getByRole('link', { name: 'Mentions, 1 not read' }).waitFor();
    await hands.say('It comes tomorrow.');
    await hands.close();

    // What the AI did not know is answered with the article, and may be learned.
    await hands.goTo('Fay Finch');
    await hands.takeOver();
    await hands.say('Yes, with your initials.');
    await hands.answersIt('initials brass');

    // Two mails about one thing become one conversation.
    await hands.goTo('Kit Kramer');
    await hands.merge();
    await waitingIn(his, '6').waitFor();

    const others = [...onPhone, ...byMail].filter((name) => name !== 'Kit Kramer');
    for (const name of ['Kit Kramer', ...others]) {
      if (name !== 'Kit Kramer') await hands.goTo(name);
      await hands.takeOver();
      await hands.say(`Hello ${name.split(' ')[0]}, it comes tomorrow.`);
      await hands.close();
    }
    for (const one of [page, hers, his]) await waitingIn(one, '0').waitFor();
    await shot(page, 'ends');

    // Nobody was told anything twice, and every word went out.
    for (const name of everybody)
      expect([name, await day.saidTo(name)]).toEqual([
        name,
        name === 'Cleo Crane' ? [] : [expect.any(String)],
      ]);
    const sessions = await day.sessions();
    expect(everybody.filter((name) => sessions[name]!.status !== 'closed')).toEqual([
      'Cleo Crane',
      'Dora Dale',
    ]);
    for (const name of onPhone) await day.wentToPhones(`Hello ${name.split(' ')[0]}`);
    for (const name of byMail) await day.wentByMail(`Hello ${name.split(' ')[0]}`);

    // The next one who asks is answered by what was learned.
    const admin = await at.open();
    await admin.goto(knowledge());
    await keysOn(admin).learn();
    await day.isAnsweredFrom(article, 'Can a candlestick be personalised for a wedding?');
  });

  test('five are served with a finger on a phone, one of whom wrote twice, and a colleague at a desk sees the same list', async () => {
    const names = ['Gil Grant', 'Hal Hunt', 'Ina Ibsen', 'Kay Kemp', 'Joy Jonson'] as const;
    const [gil, hal, ina, kay, joy] = names;
    const nora = await at.server.addAgent('Nora');
    const article = await day.article('Wrapping', 'Presents go out in linen paper with a ribbon, for free.');
    for (const name of [gil, ina]) await day.byWeb(name, 'My parcel is late');
    await day.byWeb(joy, 'Could you decorate the lantern for her birthday?');
    await day.byPhone(hal, '491700000200');
    await day.byMail(kay);
    await day.byMail(kay, 'That order again');
    await day.allWait(names);
    const phone = { width: 390, height: 844 };
    const page = await at.open({ viewport: phone, hasTouch: true, isMobile: true });
    const hers = await at.open(nora);
    for (const one of [page, hers]) for (const name of names) await row(one, name).first().waitFor();
    await row(page, kay).nth(1).waitFor();
    await shot(page, 'phone-begins');
    const isFit = async (): Promise<void> => {
      expect([await faults(page), await tooSmall(page), await sideways(page)]).toEqual([[], [], []]);
    };
    await isFit();
    const hands = fingersOn(page);

    // The list is where it was, whoever was opened meanwhile.
    await page.setViewportSize({ ...phone, height: 360 });
    const list = page.locator('.rows');
    await list.evaluate((rows) => rows.scrollTo(0, 40));
    await hands.goTo(names.at(-1)!);
    await page.getByRole('button', { name: 'Back to the list' }).tap();
    await row(page, gil).waitFor();
    await eventuallyPasses(async () =>
      expect(await list.evaluate((rows) => rows.scrollTop)).toBeGreaterThanOrEqual(40),
    );
    await page.setViewportSize(phone);

    await hands.goTo(gil);
    await hands.takeOver();
    // The keyboard comes up: what is written and sent with is in sight.
    await page.setViewportSize({ ...phone, height: 440 });
    await field(page).tap();
    const send = (await page.getByRole('button', { name: 'Send', exact: true }).boundingBox())!;
    expect(send.y + send.height).toBeLessThanOrEqual(440);
    await hands.sayCanned('Hi Gil, your parcel comes tomorrow.');
    await page.setViewportSize(phone);
    await isFit();
    await shot(page, 'phone-answers');
    await hands.putAway();
    await eventually(async () => (await day.sessions())[gil]?.snoozed !== undefined);

    await hands.goTo(hal);
    await hands.runMacro();
    await day.wentToPhones('Sorry, Hal.');

    await hands.goTo(ina);
    await hands.takeOver();
    await hands.note('Is this one yours,', { to: 'Nora' });
    await hers.getByRole('link', { name: 'Mentions, 1 not read' }).waitFor();
    await hands.transferTo('Nora');
    await page.locator('.conversation-who', { hasText: 'With Nora' }).waitFor();

    // Two mails about one thing become one conversation.
    await hands.goTo(kay);
    await hands.merge();
    await isFit();
    await shot(page, 'phone-merged');
    await hands.takeOver();
    await hands.say('Hello Kay, it comes tomorrow.');
    await hands.close();
    await day.wentByMail('Hello Kay');

    await hands.goTo(joy);
    await hands.takeOver();
    await hands.say('Yes, in linen paper.');
    await hands.answersIt('linen ribbon');
    await page.getByRole('button', { name: 'Back to the list' }).tap();
    for (const one of [page, hers])
      for (const name of names) await row(one, name).waitFor({ state: 'detached' });
    await shot(page, 'phone-ends');

    const sessions = await day.sessions();
    expect(names.map((name) => sessions[name]!.status)).toEqual([
      ...['with_agent', 'closed', 'with_agent', 'closed', 'closed'],
    ]);
    for (const name of [gil, hal, kay, joy])
      expect([name, (await day.saidTo(name)).length]).toEqual([name, 1]);
    await page.goto(knowledge());
    await hands.learn();
    await day.isAnsweredFrom(article, 'Can a lantern be decorated for a birthday?');
  });
});
