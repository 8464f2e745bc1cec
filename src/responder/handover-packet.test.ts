import { reasonOf } from './decide';
import { askedInVain, buildPacket, subjectOf } from './handover-packet';
import type { Turn } from './transcript';
import { handoverPacket } from '../protocol/model/handover';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';

const refunds = {
  articleId: 'a',
  chunkId: 'a#0',
  title: 'Refunds',
  excerpt: 'It takes **five** days.',
  score: 0.6,
};
const story: Turn[] = [
  { sender: 'customer', text: 'hi' },
  { sender: 'ai', text: 'Hello. How can I help you?', sources: [] },
  {
    sender: 'customer',
    text: 'My order #HP-20417 came broken, I paid £49.90.\nWhen do I get my money back?',
  },
  { sender: 'ai', text: 'It takes five days.', sources: [refunds] },
  { sender: 'customer', text: 'call me at +44 1632 960155 or mail jo@example.com' },
  { sender: 'customer', text: 'I want to talk to a human' },
];

describe('the handover packet', () => {
  it('tells an agent what the customer wants, what was tried and what is known', () => {
    const packet = buildPacket(
      { trigger: 'requested', reason: 'The customer asked for a person.' },
      { turns: story.slice(0, 4).concat(story[5]!), language: 'en' },
    );
    expect(handoverPacket.parse(packet)).toEqual({
      trigger: 'requested',
      reason: 'The customer asked for a person.',
      summary: 'My order #HP-20417 came broken, I paid £49.90. When do I get my money back?',
      intent: 'When do I get my money back?',
      stepsTried: ['Answered from Refunds.'],
      stepWordings: [{ code: 'answered_from', values: { titles: 'Refunds' } }],
      facts: { 'order number': 'HP-20417', amount: '£49.90' },
      sentiment: 'neutral',
      language: 'en',
      sources: [refunds],
    });
  });

  it('names the specialty of the open question, or of what the customer wanted before asking for a person', () => {
    const specialties = ['Telephones', 'Money', 'Refunds'];
    const suggested = (turns: Turn[], labels: string[] = []) =>
      buildPacket({ trigger: 'requested', reason: '' }, { turns, labels, specialties }).suggestedSpecialty;
    expect(suggested(story.slice(0, 3))).toBe('Money');
    expect(suggested([...story.slice(0, 4), story[5]!])).toBe('Money');
    expect(suggested(story.slice(0, 3), ['refunds'])).toBe('Refunds');
    expect(suggested(story.slice(0, 2))).toBeUndefined();
  });

  it('collects numbers and addresses once each', () => {
    expect(buildPacket({ trigger: 'requested', reason: '' }, { turns: [...story, ...story] }).facts).toEqual({
      'order number': 'HP-20417',
      amount: '£49.90',
      phone: '+44 1632 960155',
      email: 'jo@example.com',
    });
  });

  it('suggests the nearest passage as a first reply, as plain words', () => {
    const packet = buildPacket(
      { trigger: 'low_confidence', reason: '' },
      { turns: story.slice(2, 3), sources: [refunds] },
    );
    expect(packet).toMatchObject({
      intent: 'When do I get my money back?',
      suggestedReply: 'It takes five days.',
      sources: [refunds],
    });
    expect(packet.stepsTried).toEqual([
      'Searched the help centre; nearest: Refunds (60 %). Not sure enough to answer.',
    ]);
  });

  it('suggests whole sentences only', () => {
    const suggested = (excerpt: string) =>
      buildPacket(
        { trigger: 'low_confidence', reason: '' },
        { turns: story.slice(2, 3), sources: [{ ...refunds, excerpt }] },
      ).suggestedReply;
    expect(suggested('… It takes five days. …\n\nCards take longer. …')).toBe(
      'It takes five days.\n\nCards take longer.',
    );
    expect(suggested('Wait… it takes five days.')).toBe('Wait… it takes five days.');
  });

  it('repeats no number of a card and no password', () => {
    const text = 'I paid twice. My card is 4111 1111 1111 1111, my password is hunter22';
    const packet = buildPacket(
      { trigger: 'requested', reason: 'r' },
      { turns: [{ sender: 'customer', text }] },
    );
    expect(packet.summary).toBe('I paid twice. My card is [card number], my password is [secret]');
    expect(JSON.stringify(packet)).not.toMatch(/4111|hunter22/);
  });

  it('says of a search only where there was one, and names no article that is far from the question', () => {
    const steps = (reason: Words) =>
      buildPacket({ trigger: 'low_confidence', ...reasonOf(reason) }, { turns: story.slice(0, 1) })
        .stepsTried;
    expect(steps(say('two_did_not_help'))).toEqual([]);
    expect(steps(say('nothing_known'))).toEqual(['Searched the help centre and found nothing about it.']);
  });

  it('knows what two answers did not help with', () => {
    const turns: Turn[] = [...story.slice(0, 4), { sender: 'customer', text: 'that is not what I asked' }];
    const handover = (reason: Words) => ({
      ...({ kind: 'handover', trigger: 'low_confidence', confidence: 0 } as const),
      ...reasonOf(reason),
    });
    expect(askedInVain(handover(say('two_did_not_help')), turns)).toEqual({ question: story[2]!.text });
    expect(askedInVain(handover(say('nothing_known')), turns)).toEqual({});
  });

  it.each([
    'This is unacceptable! My lamp arrived broken and nobody answers.',
    'Worst service ever, I hate this shop. What about the warranty?',
  ])('suggests a word of comfort and no article to who is upset: %s', (text) => {
    const packet = buildPacket(
      { trigger: 'sentiment', reason: 'The customer is upset.' },
      { turns: [{ sender: 'customer', text }], sources: [refunds] },
    );
    expect(packet).toMatchObject({ sentiment: 'negative', sources: [refunds], language: 'en' });
    expect(packet.suggestedReply).toBe(
      'I am sorry about this. I am reading your conversation now and will look after it myself.',
    );
  });

  it('suggests nothing to who is upset in a language that it does not speak', () => {
    const packet = buildPacket(
      { trigger: 'sentiment', reason: 'The customer is upset.' },
      { turns: story.slice(0, 1).concat({ sender: 'customer', text: 'fuck you' }), language: 'cy' },
    );
    expect(packet.sentiment).toBe('negative');
    expect(packet.suggestedReply).toBeUndefined();
  });

  it('says which answers did not help', () => {
    const unhelpful: Turn[] = [
      ...story.slice(0, 4),
      { sender: 'customer', text: 'that did not help' },
      { sender: 'ai', text: 'Within Europe.', sources: [{ ...refunds, title: 'Shipping' }], helpful: false },
      { sender: 'customer', text: 'I want to talk to a human' },
    ];
    const { stepsTried } = buildPacket({ trigger: 'requested', reason: '' }, { turns: unhelpful });
    expect(stepsTried).toEqual([
      'Answered from Refunds; it did not help.',
      'Answered from Shipping; it did not help.',
    ]);
  });

  it('is written in the language of the organization, whatever the customer speaks', () => {
    const made = (reason: Words) =>
      buildPacket(
        { trigger: 'low_confidence', ...reasonOf(reason) },
        { turns: story.slice(0, 4), sources: [refunds], language: 'en', agentsLanguage: 'de' },
      );
    expect(made(say('nearest_article', { said: 'Refunds' }))).toMatchObject({
      reason: 'Der nächste Artikel, „Refunds“, passt vielleicht nicht.',
      stepsTried: [
        'Geantwortet aus: Refunds.',
        'Im Hilfe-Center gesucht; am nächsten: Refunds (60 %). Nicht sicher genug für eine Antwort.',
      ],
      intent: 'When do I get my money back?',
      language: 'en',
    });
    expect(made(say('answered_often', { n: 12 })).reason).toBe(
      'Die KI hat 12-mal geantwortet; ein Mensch sollte es ansehen.',
    );
    expect(made('Something of a provider (a+b).').reason).toBe('Something of a provider (a+b).');
  });

  it.each([
    [['hello'], 'en'],
    [['My lamp arrived broken'], 'en'],
    [['I was charged twice'], 'en'],
    [['Worst service ever!! I hate you'], 'en'],
    [['order status'], 'en'],
    [['Guten Tag', 'Meine Lampe ist gestern kaputt angekommen'], 'de'],
    [['Quiero hablar con una persona'], 'es'],
    [['encomenda perdida'], 'und'],
    [['X-200'], 'und'],
  ])('knows the language of %j without being told: %s', (texts, language) => {
    const turns = texts.flatMap((text): Turn[] => [
      { sender: 'customer', text },
      ...(text === 'hello' ? [{ sender: 'ai', text: 'Hello. How can I help you?' } as const] : []),
    ]);
    expect(buildPacket({ trigger: 'requested', reason: 'r' }, { turns }).language).toBe(language);
  });

  it.each([
    ['en', 'My lamp arrived broken', 'Hello, can I please talk to a human?'],
    ['de', 'Meine Lampe ist kaputt angekommen', 'Hallo, ich möchte bitte mit einem Menschen sprechen'],
    ['es', 'Mi lámpara llegó rota', 'Hola, quiero hablar con una persona'],
    ['fr', 'Ma lampe est arrivée cassée', 'Je voudrais parler à un conseiller'],
    ['pt', 'Minha luminária chegou quebrada', 'Quero falar com um atendente'],
    ['ru', 'Лампа пришла разбитой', 'Соедините меня с оператором'],
    ['ar', 'وصل المصباح مكسورا', 'أريد التحدث مع موظف'],
    ['zh', '台灯到货时已经坏了', '转人工'],
    ['ja', 'ランプが壊れて届きました', '担当者と話したい'],
  ])(
    'says the matter and not the call for a person, and where there is none that they only asked: %s',
    (_language, matter, call) => {
      const packet = (...texts: string[]) =>
        buildPacket(
          { trigger: 'requested', reason: 'r' },
          { turns: texts.map((text): Turn => ({ sender: 'customer', text })) },
        );
      expect(packet(matter, call)).toMatchObject({ intent: matter, summary: matter });
      const bare = packet(call);
      expect(bare).not.toHaveProperty('intent');
      expect(bare).toMatchObject({
        summary: 'Asked for a person, and has not said what it is about.',
        summaryWording: { code: 'asked_only' },
      });
    },
  );

  it('keeps what is said with the call for a person', () => {
    const intent = (text: string) =>
      buildPacket({ trigger: 'requested', reason: 'r' }, { turns: [{ sender: 'customer', text }] }).intent;
    expect(intent('I want to talk to a human about my invoice')).toBe(
      'I want to talk to a human about my invoice',
    );
    expect(intent('Ein Mensch bitte, Bestellung 4711')).toBe('Ein Mensch bitte, Bestellung 4711');
    expect(intent('My lamp arrived broken. Can I talk to a human?')).toBe('My lamp arrived broken.');
  });

  it.each([
    'The zip of my jacket is broken, I need a person',
    'I want to talk to a person please, my tent arrived torn',
    'Mein Zelt kam zerrissen an, ich möchte mit einem Menschen sprechen',
    'Please cancel order 12345678, I need a person',
    'I was charged twice and that is unacceptable, I want a human',
  ])('says what is new in the call for a person, and not what was answered before: %s', (matter) => {
    const turns: Turn[] = [
      { sender: 'customer', text: 'How long does a refund take?' },
      { sender: 'ai', text: 'It takes five days.', sources: [refunds] },
      { sender: 'customer', text: matter },
    ];
    const made = (more: Turn[]) => buildPacket({ trigger: 'requested', reason: 'r' }, { turns: more });
    expect(made(turns)).toMatchObject({ intent: matter, summary: matter });
    const again: Turn = { sender: 'customer', text: 'I want to talk to a human' };
    expect(made([...turns, again])).toMatchObject({ intent: matter, summary: matter });
  });

  it.each([
    'This is ridiculous, I want to talk to a human',
    'You are useless! Give me a real person.',
    'I want to talk to a human. Mail me at jo@example.com',
  ])('says what went before where the call brings anger or an address alone: %s', (call) => {
    const matter = 'My parcel 4711 has not arrived';
    const turns = [matter, call].map((text): Turn => ({ sender: 'customer', text }));
    expect(subjectOf(turns)).toBe(matter);
    // Where nothing went before, it is better than nothing.
    expect(subjectOf(turns.slice(1))).toBe(call);
  });

  it('is whole for a customer who has said nothing', () => {
    expect(
      handoverPacket.parse(buildPacket({ trigger: 'requested', reason: 'r' }, { turns: [] })),
    ).toMatchObject({
      summary: 'Has not written anything yet.',
      language: 'und',
      facts: {},
    });
  });
});
