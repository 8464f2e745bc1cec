// What the widget offers by itself: questions to press, faces, a copy by mail.
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Article } from '../../src/protocol/knowledge';
import { TestServer } from '../dev-env/test-server';
import { holds, inBrowser, launch, open, type Visitor } from './widget-visit';

inBrowser('what the widget offers', () => {
  let server: TestServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await TestServer.create({ env: { RATE_LIMITS: 'off' } });
    browser = await launch();
  });

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function visit(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    contexts.push(context);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.url);
    return { page, context, errors, frame: page.frameLocator('iframe') };
  }

  const shoot = async (page: Page, name: string) =>
    process.env['SHOTS'] && (await page.screenshot({ path: join(process.env['SHOTS'], `${name}.png`) }));

  async function asks(title: string, questions: string[]): Promise<void> {
    const { body } = await server.request('GET', `knowledge/articles?q=${encodeURIComponent(title)}`);
    const { id } = (body as { items: Article[] }).items.find((one) => one.title === title)!;
    await server.request('PUT', `knowledge/articles/${id}`, { body: { questions } });
  }

  it('asks what people ask most, and under an answer what is near it', async () => {
    await server.query(`UPDATE channels SET config = config - 'suggestedQuestions'`);
    await asks('Returning something', ['How long can I return something?']);
    await asks('When your refund arrives', ['When do I get my money back?']);
    await asks('Cancelling or changing an order', ['Can I still change my order?']);
    const { frame, page, errors } = await visit();
    await open({ frame, page });
    await frame.getByRole('button', { name: 'How long can I return something?' }).waitFor();
    await shoot(page, 'first');
    await frame.getByRole('button', { name: 'When do I get my money back?' }).click();
    await frame.locator('.mine', { hasText: 'When do I get my money back?' }).waitFor();
    const next = frame.getByRole('group', { name: 'People also ask' });
    await next.getByRole('button').first().waitFor();
    expect(await next.getByRole('button').allInnerTexts()).toEqual(['Can I still change my order?']);
    await shoot(page, 'next');
    await next.getByRole('button').click();
    await frame.locator('.mine', { hasText: 'Can I still change my order?' }).waitFor();
    await holds(async () => expect(await frame.locator('.theirs').count()).toBeGreaterThan(1));
    expect(errors).toEqual([]);
  });

  it('says that a rule wrote as the organization, not as a person', async () => {
    const body = {
      name: 'Thanks',
      isActive: true,
      when: { on: 'customer_message' },
      if: {},
      then: [{ do: 'reply', text: 'We have your message.' }],
    };
    expect((await server.request('POST', 'automation-rules', { body })).status).toBe(201);
    const { frame, page } = await visit();
    await open({ frame, page });
    await frame.getByRole('textbox').fill('I want to talk to a human');
    await frame.getByRole('textbox').press('Enter');
    const row = frame.locator('.row', { hasText: 'We have your message.' });
    await row.locator('.name.system').waitFor();
    expect(await row.locator('.name').innerText()).toContain('Harbour & Pine');
    await shoot(page, 'rule');
  });
});
