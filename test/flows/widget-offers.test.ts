// What the widget offers by itself: questions to press, faces, a copy by mail.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Article } from '../../src/protocol/knowledge';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { startFakeMail, type FakeMail } from '../dev-env/fake-mail';
import { inBrowser } from '../dev-env/in-browser';
import { TestServer } from '../dev-env/test-server';
import { desk, everybodyLeaves, launch, open, say, visitor } from './widget-visit';

inBrowser('what the widget offers', () => {
  let server: TestServer;
  let browser: Browser;
  let mail: FakeMail;

  beforeAll(async () => {
    mail = await startFakeMail();
    server = await TestServer.create({ env: { RATE_LIMITS: 'off', FETCH_ALLOW: '127.0.0.0/8' } });
    browser = await launch();
  });

  afterEach(() => everybodyLeaves(browser));

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await mail?.stop();
  });

  const visit = () => visitor(browser, server.url);
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
    await eventuallyPasses(async () =>
      expect(await next.getByRole('button').allInnerTexts()).toEqual(['Can I still change my order?']),
    );
    await shoot(page, 'next');
    await next.getByRole('button').click();
    await frame.locator('.mine', { hasText: 'Can I still change my order?' }).waitFor();
    await eventuallyPasses(async () => expect(await frame.locator('.theirs').count()).toBeGreaterThan(1));
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
    await eventuallyPasses(async () =>
      expect(await row.locator('.name').innerText()).toContain('Harbour & Pine'),
    );
    await shoot(page, 'rule');
  });

  it('sends a copy by mail to who asks, and says nothing of it where no mail can be sent', async () => {
    const without = await visit();
    await open(without);
    await say(without, 'Where is my parcel?');
    await without.frame.getByRole('button', { name: 'Conversations' }).click();
    await without.frame.getByRole('button', { name: 'Save this conversation' }).waitFor();
    await eventuallyPasses(async () =>
      expect(await without.frame.getByRole('button', { name: 'Send by e-mail' }).count()).toBe(0),
    );

    const { host, port } = mail.smtp;
    const config = {
      address: 'support@shop.test',
      inboundSecret: 'the secret of the webhook',
      smtp: { host, port },
    };
    const channel = await server.request('POST', 'channels', {
      body: { name: 'Mail', type: 'email', config },
    });
    expect(channel.status).toBe(201);
    const { frame, page } = await eventually(async () => {
      const visitor = await visit();
      await open(visitor);
      await say(visitor, 'How long does delivery take?');
      await visitor.frame.locator('.theirs .bubble').first().waitFor();
      await visitor.frame.getByRole('button', { name: 'Conversations' }).click();
      await visitor.frame.getByRole('button', { name: 'Save this conversation' }).waitFor();
      const isThere = await visitor.frame.getByRole('button', { name: 'Send by e-mail' }).count();
      return isThere > 0 && visitor;
    });
    await frame.getByRole('button', { name: 'Send by e-mail' }).click();
    await frame.getByLabel('Where to? An e-mail address').fill('nonsense');
    await frame.getByRole('button', { name: 'Send', exact: true }).click();
    await frame.getByText('That is no e-mail address.').waitFor();
    await shoot(page, 'mail');
    await frame.getByLabel('Where to? An e-mail address').fill('ada@example.com');
    await frame.getByRole('button', { name: 'Send', exact: true }).click();
    // Nobody has proved the address: what somebody typed, or had the AI say, goes to nobody.
    await frame.getByText('To this address only what our team wrote can be sent', { exact: false }).waitFor();
    const mara = await desk(server, 'Mara');
    const session = await mara.newest('How long does delivery take?');
    await mara.claim(session.id);
    await mara.say(session.id, 'Two days, I have looked.');
    await frame.getByRole('button', { name: 'Send', exact: true }).click();
    await frame.getByText('On its way to ada@example.com.').waitFor();
    const [letter] = mail.smtp.mails().filter(({ to }) => to.includes('ada@example.com'));
    expect(letter!.raw.toString()).not.toContain('How long does delivery take?');
    expect(letter!.raw.toString()).not.toContain('AI assistant,');
    expect(letter!.raw.toString()).toContain('Two days, I have looked.');
  });
});
