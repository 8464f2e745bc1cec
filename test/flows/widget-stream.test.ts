// The AI's answer in the widget while a model writes it: it grows, the message takes its place, and no half of it is left.
import type { Browser } from 'playwright-core';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { startFakeModel, type FakeModel } from '../dev-env/fake-model';
import { inBrowserEachRun } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import {
  desk,
  everybodyLeaves,
  inFrame,
  launch,
  open,
  say,
  tab,
  visitor,
  type Visitor,
} from './widget-visit';

const sentences = [
  'A refund takes 5 to 7 working days from the day your return reaches our warehouse',
  'Gift cards are refunded to the same gift card',
  'PayPal payments usually show within a day',
] as const;
const whole = sentences.map((sentence) => `${sentence}.`).join(' ');
const says = sentences.map((sentence) => `${sentence} [1].`).join(' ');
/** Pieces of the model's words: the first sentences, and a word more, by which their end is known. */
const piecesOf = (count: number) =>
  sentences
    .slice(0, count)
    .map((sentence) => `${sentence} [1].`)
    .join(' ')
    .split(' ').length + 1;

/** What runs in the browser: what bubbles of the team were shown, one after the other, a draft first of all. */
const watch = `if (location.pathname === '/widget/frame.html') {
  shown = [];
  new MutationObserver(() => {
    const now = [...document.querySelectorAll('.theirs .bubble:not(.dots)')].map((one) => (one.matches('.draft') ? 'draft: ' : '') + one.innerText);
    if (JSON.stringify(now) !== JSON.stringify(shown.at(-1))) shown.push(now);
  }).observe(document, { childList: true, subtree: true, characterData: true });
}`;

inBrowserEachRun('an answer while it is written', () => {
  let server: TestServer;
  let model: FakeModel;
  let browser: Browser;
  let agent: Awaited<ReturnType<typeof desk>>;

  beforeAll(async () => {
    model = await startFakeModel();
    server = await TestServer.create({
      env: {
        RATE_LIMITS: 'off',
        AI_PROVIDER: 'openai',
        AI_BASE_URL: model.baseUrl,
        AI_MODEL: 'fake',
        AI_API_KEY: 'sk-test',
        AI_DEADLINE_SECONDS: '120',
      },
    });
    agent = await desk(server, 'Mara Lind');
    browser = await launch();
  });
  afterEach(() => everybodyLeaves(browser));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await model?.close();
  });

  const holdAfter = (count: number) => model.behave({ says, holdsAfter: piecesOf(count) });
  const allIsWritten = () => eventually(() => model.open === 0);
  const draft = ({ frame }: Visitor) => frame.locator('.draft');
  const shownTo = ({ page }: Visitor) => inFrame(page).evaluate<string[][]>('shown');

  let count = 0;
  /** As nobody has asked before: answers are kept. */
  const ask = () => `${'please '.repeat((count += 1))}how long does a refund take?`;

  /** Asked. The first sentence is there, and no more. */
  async function begun(): Promise<Visitor & { question: string; sessionId: string }> {
    const question = ask();
    holdAfter(1);
    const asker = await visitor(browser, server.url);
    await asker.context.addInitScript(watch);
    await asker.page.reload();
    await open(asker);
    await say(asker, question);
    await draft(asker).waitFor();
    return { ...asker, question, sessionId: (await agent.newest(question)).id };
  }

  /** The whole answer, once, with what belongs to it, and nothing half. */
  async function expectAnswered(one: Visitor): Promise<void> {
    await one.frame.locator('.sources').waitFor();
    await one.frame.getByRole('button', { name: 'Yes, helpful' }).waitFor();
    await eventuallyPasses(async () => {
      const shown = await one.frame.locator('.theirs .bubble').allInnerTexts();
      expect(shown.map((text) => text.trim())).toEqual([whole]);
    });
    for (const bubbles of await shownTo(one))
      expect(bubbles.filter((text) => text.includes(sentences[0])).length).toBeLessThan(2);
  }

  test('it grows, and the message with its sources takes its place', async () => {
    const asker = await begun();
    await eventuallyPasses(async () =>
      expect((await draft(asker).innerText()).trim()).toBe(`${sentences[0]}.`),
    );
    holdAfter(2);
    await eventuallyPasses(async () =>
      expect((await draft(asker).innerText()).trim()).toBe(`${sentences[0]}. ${sentences[1]}.`),
    );
    await eventuallyPasses(async () => expect(await asker.frame.locator('.sources').count()).toBe(0));
    model.behave({ says });
    await expectAnswered(asker);
    expect(asker.errors).toEqual([]);
  });

  test('who comes back in the middle of it is shown nothing until it is whole', async () => {
    const asker = await begun();
    await asker.page.reload();
    await asker.frame.locator('.mine', { hasText: asker.question }).waitFor();
    holdAfter(2);
    // A piece has come: somebody writes.
    await asker.frame.locator('.dots').waitFor();
    model.behave({ says });
    await expectAnswered(asker);
    expect((await shownTo(asker)).flat().filter((text) => text.startsWith('draft'))).toEqual([]);
    expect(asker.errors).toEqual([]);
  });

  test('a tab that was there sees it grow, one that comes in the middle sees it whole', async () => {
    const asker = await begun();
    const late = await tab(asker.context, server.url);
    await open(late);
    await late.frame.locator('.mine', { hasText: asker.question }).waitFor();
    holdAfter(2);
    await late.frame.locator('.dots').waitFor();
    await draft(asker).getByText(sentences[1]).waitFor();
    model.behave({ says });
    for (const one of [asker, late]) await expectAnswered(one);
    expect((await shownTo(late)).flat().filter((text) => text.startsWith('draft'))).toEqual([]);

    // The next question: both were there.
    holdAfter(1);
    await say(late, ask());
    for (const one of [asker, late]) await draft(one).waitFor();
    model.behave({ says });
    for (const one of [asker, late]) {
      await draft(one).waitFor({ state: 'detached' });
      await eventuallyPasses(async () => expect(await one.frame.locator('.theirs .bubble').count()).toBe(2));
    }
  });

  test('an agent who takes over in the middle of it leaves nothing of it', async () => {
    const asker = await begun();
    await agent.claim(asker.sessionId);
    await asker.frame.locator('.state', { hasText: 'Mara Lind' }).waitFor();
    await draft(asker).waitFor({ state: 'detached' });
    const before = (await shownTo(asker)).length;
    model.behave({ says });
    await agent.say(asker.sessionId, 'I have your refund here.');
    await asker.frame.getByText('I have your refund here.').waitFor();
    await allIsWritten();
    expect((await shownTo(asker)).slice(before)).toEqual([['I have your refund here.']]);
    expect((await agent.messages(asker.sessionId)).filter(({ sender }) => sender === 'ai')).toEqual([]);
    expect(asker.errors).toEqual([]);
  });

  test('a stream that breaks off leaves the answer of whoever is asked next, and no half', async () => {
    const asker = await begun();
    model.behave('cut');
    await asker.frame.locator('.sources').waitFor();
    await draft(asker).waitFor({ state: 'detached' });
    await eventuallyPasses(async () => expect(await asker.frame.locator('.theirs .bubble').count()).toBe(1));
    await eventuallyPasses(async () =>
      expect((await asker.frame.locator('.theirs .bubble').innerText()).trim()).not.toBe(`${sentences[0]}.`),
    );
    expect(asker.errors).toEqual([]);
  });

  test('whoever writes on in the middle of it sees one answer, begun anew', async () => {
    const asker = await begun();
    await say(asker, 'I paid with PayPal.');
    model.behave({ says });
    await expectAnswered(asker);
    const halves = (await shownTo(asker)).map((bubbles) =>
      bubbles.filter((text) => text.startsWith('draft')),
    );
    expect(Math.max(...halves.map(({ length }) => length))).toBe(1);
    expect(asker.errors).toEqual([]);
  });

  test('a customer who asks for a person in the middle of it waits for one, with no half of it', async () => {
    const asker = await begun();
    await asker.frame.getByRole('button', { name: 'Talk to a person' }).click();
    await asker.frame.locator('.state.waiting').waitFor();
    await draft(asker).waitFor({ state: 'detached' });
    const before = (await shownTo(asker)).length;
    model.behave({ says });
    const box = asker.frame.getByRole('textbox', { name: 'Write a message' });
    await box.fill('Are you there?');
    await box.press('Enter');
    await asker.frame.locator('.mine', { hasText: 'Are you there?' }).getByText('Sent').waitFor();
    await allIsWritten();
    expect((await shownTo(asker)).slice(before).flat()).toEqual([]);
  });
});
