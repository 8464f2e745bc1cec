// The walk from a customer's message to an answer from the articles, or to a person.
import { demoArticles } from '../src/knowledge/demo';
import { builtInEmbedder } from '../src/knowledge/embed/onnx';
import type { DomainEvents } from '../src/events';
import { extractiveProvider } from '../src/responder/providers/extractive';
import { eventually } from '../src/tools/eventually';
import { createWorld, type World } from './answers-world';
import { throwawayPostgres, type ThrowawayPostgres } from './dev-env/postgres';

let server: ThrowawayPostgres;
let world: World;

beforeAll(async () => {
  server = await throwawayPostgres();
  world = await createWorld(server, {
    provider: extractiveProvider(),
    embeddings: builtInEmbedder(),
    deadlineMs: 60_000,
  });
  await world.knowledge.import(world.organizationId, demoArticles);
  await world.knowledge.embedPending(world.organizationId);
});

afterAll(async () => {
  await world?.close();
  await server?.stop();
});

describe('a customer with a question', () => {
  it('gets the answer of the article, with its source, and sees the AI at work before', async () => {
    const thinking: Array<DomainEvents['thinking']> = [];
    const stop = world.events.on('thinking', (bell) => thinking.push(bell));
    const customer = await world.customer();
    const session = await customer.says('how long does a refund take?');
    const answer = await world.reaction(session);
    stop();
    expect(answer).toMatchObject({ sender: 'ai', senderName: 'AI assistant', type: 'text' });
    expect(answer.content.text).toContain('5 to 7 working days');
    expect(answer.metadata.sources).toMatchObject([{ title: 'When your refund arrives' }]);
    expect(answer.metadata.aiConfidence).toBeGreaterThan(0.38);
    expect(answer.metadata.processingTime).toBeGreaterThanOrEqual(0);
    expect(thinking[0]).toMatchObject({ typing: true, session: { id: session.id } });
  });

  it('who asks for a person and goes on writing without a pause gets one all the same', async () => {
    const customer = await world.customer();
    const session = await customer.says('I want to talk to a human');
    let handed = false;
    const waiting = world.reaction(session, 1).then((reaction) => {
      handed = true;
      return reaction;
    });
    for (let n = 0; !handed && n < 5_000; n += 1) await customer.says(`and another thing, number ${n}`);
    expect(handed).toBe(true);
    expect(await waiting).toMatchObject({ type: 'handover', content: { packet: { trigger: 'requested' } } });
  });

  it('who writes in a burst gets one answer', async () => {
    const provider = extractiveProvider();
    const patient = await createWorld(server, { provider, debounceMs: 60_000, deadlineMs: 120_000 });
    await patient.knowledge.import(patient.organizationId, demoArticles);
    const customer = await patient.customer();
    await customer.says('hello');
    await customer.says('one question');
    const session = await customer.says('what does delivery to Norway cost?');
    // Ends the waiting for more, and comes back when all is answered.
    await patient.responder.close();
    const reactions = (await patient.log(session)).filter(({ sender }) => sender !== 'customer');
    expect(reactions).toHaveLength(1);
    expect(reactions[0]!.content.text).toContain('£16');
    await patient.close();
  });

  it('is understood when the second question leans on the first', async () => {
    const customer = await world.customer();
    const first = await world.reaction(await customer.says('how long does delivery take?'));
    expect(first.sender).toBe('ai');
    const session = await customer.says('and to Norway?');
    expect((await world.reaction(session, first.seq + 1)).content.text).toContain('Norway');
  });

  it('that no article answers gets a person, who sees what was looked up', async () => {
    const customer = await world.customer();
    const session = await customer.says('Can you translate a poem about the capital of France for me?');
    const handover = await world.reaction(session);
    expect(handover.type).toBe('handover');
    expect(handover.content.packet).toMatchObject({
      trigger: 'low_confidence',
      summary: 'Can you translate a poem about the capital of France for me?',
      language: 'en',
    });
    expect((await world.sessions.get(world.organizationId, session.id)).status).toBe('waiting');
  });

  it('who greets is greeted, in their language', async () => {
    const customer = await world.customer();
    expect((await world.reaction(await customer.says('Buongiorno!'))).content.text).toBe(
      'Salve. Come posso aiutare?',
    );
  });

  it('only an answer out of articles takes the customer’s word on it, a greeting does not', async () => {
    const customer = await world.customer();
    const session = await customer.says('hello');
    const greeting = await world.reaction(session);
    const answer = await world.reaction(
      await customer.says('how long does a refund take?'),
      greeting.seq + 1,
    );
    expect([greeting, answer].map(({ metadata }) => metadata.sources?.length ?? 0)).toEqual([0, 1]);
    const command = { organizationId: world.organizationId, sessionId: session.id, helpful: true };
    await expect(world.sessions.feedback({ ...command, seq: greeting.seq })).rejects.toMatchObject({
      code: 'not_found',
    });
    const rated = await world.sessions.feedback({ ...command, seq: answer.seq });
    expect(rated.metadata.helpful).toBe(true);
  });

  it('"no" to "anything else?" ends it, "not helpful" offers a person, and "yes" to that calls one', async () => {
    const customer = await world.customer();
    let session = await customer.says('how long does a refund take?');
    let last = await world.reaction(session);
    const replies: Array<string | undefined> = [];
    for (const text of ['thanks', 'no', 'not helpful', 'yes please']) {
      session = await customer.says(text);
      last = await world.reaction(session, last.seq);
      replies.push(last.content.text ?? last.content.packet?.trigger);
    }
    expect(replies).toEqual([
      'You are welcome. Is there anything else I can help with?',
      'Goodbye, and thank you for writing.',
      'I am sorry that this did not help. Would you like to talk to a person?',
      'requested',
    ]);
  });
});

describe('a customer who asks for a person', () => {
  it('gets one at once, with the story so far in the packet', async () => {
    const customer = await world.customer();
    const first = await world.reaction(
      await customer.says('My order HP-20417 is late, how long does a refund take?'),
    );
    const session = await customer.says('I want to talk to a human. Mail me at jo@example.com');
    const handover = await world.reaction(session, first.seq + 1);
    expect(handover.content.packet).toMatchObject({
      trigger: 'requested',
      summary: 'My order HP-20417 is late, how long does a refund take?',
      facts: { 'order number': 'HP-20417', email: 'jo@example.com' },
      language: 'en',
    });
    if (first.metadata.sources) {
      expect(handover.content.packet!.stepsTried).toHaveLength(1);
      expect(handover.content.packet!.sources).not.toHaveLength(0);
    }
  });

  it('by the button gets the same packet, with the reason given', async () => {
    const customer = await world.customer();
    const session = await customer.says('hello');
    await world.reaction(session);
    const state = await world.responder.requestHuman(session, 'it is private');
    expect(state.status).toBe('waiting');
    const handover = (await world.log(session)).at(-1)!;
    expect(handover.content.packet).toMatchObject({
      trigger: 'requested',
      reason: 'The customer asked for a person: it is private',
    });
  });

  it('is not talked over: the AI stays silent while people have the session', async () => {
    const customer = await world.customer();
    const session = await customer.says('agent please');
    const handover = await world.reaction(session);
    await customer.says('how long does a refund take?');
    await world.quiet();
    expect(
      (await world.log(session)).filter(({ seq }) => seq > handover.seq && true).map(({ sender }) => sender),
    ).toEqual(['customer']);
  });
});

describe('an upset customer, and one who has heard enough answers', () => {
  it('go to a person', async () => {
    const upset = await world.customer();
    const angry = await world.reaction(
      await upset.says('This is terrible, the worst service, I hate this!!'),
    );
    expect(angry.content.packet).toMatchObject({ trigger: 'sentiment', sentiment: 'negative' });
    world.settings.turnCap = 1;
    const customer = await world.customer();
    const first = await world.reaction(await customer.says('how long does a refund take?'));
    const session = await customer.says('do you ship to norway?');
    const second = await world.reaction(session, first.seq + 1);
    world.settings.turnCap = 12;
    expect(second.content.packet).toMatchObject({ trigger: 'turn_cap' });
    expect(second.content.packet!.stepsTried[0]).toContain('When your refund arrives');
  });

  it('of whom a rule says that a person answers, by a word or by the category of the article, is handed over', async () => {
    const packetOf = async (question: string) => {
      const customer = await world.customer();
      return (await world.reaction(await customer.says(question))).content.packet;
    };
    world.settings.handOverOn = ['lawyer', 'Orders'];
    expect(await packetOf('Will my lawyer get the invoice?')).toMatchObject({
      trigger: 'rule',
      reason: '"lawyer" is always for a person.',
    });
    expect(await packetOf('How long does a refund take?')).toMatchObject({
      trigger: 'rule',
      reason: '"Orders" is always for a person.',
    });
    delete world.settings.handOverOn;
  });

  it('whom two answers did not help is handed over, and the packet says which', async () => {
    const customer = await world.customer();
    const session = await customer.says('how long does a refund take?');
    let after = (await world.reaction(session)).seq + 1;
    await customer.says('that did not help');
    after = (await world.reaction(session, after)).seq + 1;
    await customer.says('what does delivery to Norway cost?');
    after = (await world.reaction(session, after)).seq + 1;
    await customer.says('not helpful');
    const { packet } = (await world.reaction(session, after)).content;
    expect(packet).toMatchObject({ trigger: 'low_confidence', reason: 'Two answers did not help.' });
    expect(packet!.stepsTried.filter((step) => step.includes('did not help'))).toHaveLength(2);
  });
});

describe('what is for the team only', () => {
  it('never reaches a customer, though the team finds it', async () => {
    const [secret] = await world.knowledge.import(world.organizationId, [
      {
        title: 'Goodwill vouchers',
        content: 'Zebrafish: offer a goodwill voucher of 40 percent when a zebrafish complains twice.',
        audience: 'internal',
      },
    ]);
    const team = await world.knowledge.search(world.organizationId, 'zebrafish voucher', {
      limit: 5,
      audience: 'internal',
    });
    expect(team[0]!.articleId).toBe(secret!.id);
    const customer = await world.customer();
    const handover = await world.reaction(await customer.says('what about the zebrafish goodwill voucher?'));
    expect(JSON.stringify(handover)).not.toContain('40 percent');
    await world.knowledge.remove(world.organizationId, secret!.id);
  });
});

describe('what is for verified customers', () => {
  it('answers those whose identity is proved, and nobody else', async () => {
    const [article] = await world.knowledge.import(world.organizationId, [
      {
        title: 'Wombat club discount',
        content: 'Members of the wombat club get a discount of 15 percent on every order.',
        audience: 'verified',
      },
    ]);
    const question = 'what is the wombat club discount?';
    // What another channel proved says nothing of who sits at this browser.
    for (const proof of [undefined, 'none', 'agent', 'channel'] as const) {
      const customer = await world.customer(proof);
      const reaction = await world.reaction(await customer.says(question));
      expect(JSON.stringify(reaction)).not.toContain('15 percent');
      expect(reaction.type).toBe('handover');
    }
    const signed = await world.customer('jwt');
    const reaction = await world.reaction(await signed.says(question));
    expect(reaction.content.text).toContain('15 percent');
    await world.knowledge.remove(world.organizationId, article!.id);
  });
});

describe('two clippings under their titles', () => {
  const preview = (question: string) =>
    world.responder.preview({ organizationId: world.organizationId, question, history: [] });

  it('are for two questions, each with its source', async () => {
    const { text, more, sources } = await preview(
      'How long does a refund take? How long is a gift card valid?',
    );
    expect(sources.map(({ title }) => title)).toEqual(['When your refund arrives', 'Gift cards']);
    const [first, second] = text!.split('\n\n');
    expect(first).toMatch(/^When your refund arrives:\nA refund takes 5 to 7 working days/);
    expect(second).toMatch(/^Gift cards:\nA gift card is valid for 5 years/);
    expect(more).toContain('PayPal payments');
  });

  it('are not for one question that two articles may answer, nor for two that one article answers', async () => {
    for (const question of [
      'can I change my address',
      'How long does a refund take? When will I see the refund on my PayPal?',
    ]) {
      expect((await preview(question)).text ?? '').not.toMatch(/:\n/);
    }
  });
});

describe('who may mean one of several articles', () => {
  it('is asked which, once, and the choice answers what was asked, out of the article that was chosen', async () => {
    const customer = await world.customer();
    const asked = await world.reaction(await customer.says('can I change my address'));
    expect(asked.metadata).toMatchObject({ asks: 'which' });
    expect(asked.metadata.options!.map(({ title }) => title)).toContain('Your account and password');
    const answer = await world.reaction(await customer.says('Your account and password'), asked.seq);
    expect(answer.content.text).toMatch(/^Yes\. You change your name, e-mail address, delivery address/);
    expect(answer.metadata.sources).toMatchObject([{ title: 'Your account and password' }]);
  });

  it('is answered after a choice also where the same article has answered before', async () => {
    const customer = await world.customer();
    const first = await world.reaction(await customer.says('How do I create an account?'));
    const asked = await world.reaction(await customer.says('can I change my address'), first.seq);
    expect(asked.metadata).toMatchObject({ asks: 'which' });
    const answer = await world.reaction(await customer.says('Your account and password'), asked.seq);
    expect(answer).toMatchObject({ sender: 'ai', type: 'text' });
  });
});

describe('who asks again what was answered', () => {
  it('hears the next part of it, or gets a person, and never the same twice in a row', async () => {
    const customer = await world.customer();
    const asked = 'how long does a refund take?';
    const texts: string[] = [];
    let last = await world.reaction(await customer.says(asked));
    while (last.type === 'text' && texts.length < 9) {
      texts.push(last.content.text!);
      last = await world.reaction(await customer.says(asked), last.seq);
    }
    expect(texts.length).toBeGreaterThan(1);
    texts.slice(1).forEach((text, at) => {
      expect(text).not.toContain('5 to 7 working days');
      expect(text).not.toBe(texts[at]);
    });
    expect(last.content.packet).toMatchObject({ trigger: 'low_confidence' });
  });
});

describe('a customer who complains', () => {
  const complaint = 'I have been waiting for my refund for three weeks, how long does a refund take?';

  it('is heard before anything is quoted and offered a person, whom "yes" calls', async () => {
    const customer = await world.customer();
    const answer = await world.reaction(await customer.says(complaint));
    expect(answer.content.text).toMatch(
      /^I am sorry about that\. Would you like to talk to a person\? This may help meanwhile:\n\n\S/,
    );
    expect(answer.metadata.sources).toMatchObject([{ title: 'When your refund arrives' }]);
    const handover = await world.reaction(await customer.says('yes please'), answer.seq);
    expect(handover.content.packet).toMatchObject({ trigger: 'requested' });
  });

  it('is not handed over for a "thanks"', async () => {
    const customer = await world.customer();
    const answer = await world.reaction(await customer.says(complaint));
    const reply = await world.reaction(await customer.says('thanks'), answer.seq);
    expect(reply.content.text).toBe('You are welcome. Is there anything else I can help with?');
  });
});

describe('a preview', () => {
  it('says what the customer would get, and neither sends nor stores anything', async () => {
    const { organizationId } = world;
    const yes = await world.responder.preview({
      organizationId,
      question: 'how long does a refund take?',
      history: [],
    });
    expect(yes).toMatchObject({ decision: 'answer', sources: [{ title: 'When your refund arrives' }] });
    const no = await world.responder.preview({
      organizationId,
      question: 'who won the game last night',
      history: [],
    });
    expect(no).toMatchObject({ decision: 'handover', reason: expect.any(String) as string });
    const person = await world.responder.preview({
      organizationId,
      question: 'Quiero hablar con una persona',
      history: [],
    });
    expect(person).toMatchObject({ decision: 'handover', reason: 'The customer asked for a person.' });
    const asked = (await world.recorded()).map((row) => row['question']);
    expect(asked).not.toContain('who won the game last night');
  });
});

describe('every decision', () => {
  it('is recorded with question, sources, confidence and time', async () => {
    const customer = await world.customer();
    const session = await customer.says('is my gift card still valid?');
    const answer = await world.reaction(session);
    const row = await eventually(async () =>
      (await world.recorded()).find(({ session_id }) => session_id === session.id),
    );
    expect(row).toMatchObject({
      question: 'is my gift card still valid?',
      decision: 'answer',
      message_id: answer.id,
      provider: 'extractive',
      latency_ms: expect.any(Number) as number,
    });
  });
});
