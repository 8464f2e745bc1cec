import { decideAtOnce } from '../decide';
import type { Turn } from '../transcript';
import { others } from './more-phrases';
import { western } from './phrases';
import { smallTalk } from './small-talk';

const said = (...texts: string[]): Turn[] => texts.map((text) => ({ sender: 'customer', text }));
const ai = (text: string): Turn => ({ sender: 'ai', text });
const { en, de } = western;
const source = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: '', score: 0.6 };
const asked = said('How long does a refund take until I have my money back?');
const answer: Turn = {
  ...ai('A refund takes 5 to 7 working days from the day your return reaches us.'),
  sources: [source],
};
const anythingElse = [...asked, answer, ...said('thanks'), ai(en!.replies.thanks)];
const offered = [...asked, answer, ...said('no'), ai(en!.replies.offer)];

describe('small talk', () => {
  it.each([
    ['Hi!', en!.replies.greeting],
    ['hello there, good morning', en!.replies.greeting],
    ['Thanks a lot :)', en!.replies.thanks],
    ['super', en!.replies.thanks],
    ['how are you doing?', en!.replies.howAreYou],
    ['hi, are you a bot?', en!.replies.whoAreYou],
    ["what's your name", en!.replies.whoAreYou],
    ['Guten Tag', de!.replies.greeting],
    ['Help!', en!.replies.more],
    ['hi, could you help me please?', en!.replies.more],
    ['Hallo, ich hätte eine Frage', de!.replies.more],
    ['我想问一下', '您想了解什么？'],
    ['¡Hola!', 'Hola. ¿En qué puedo ayudarte?'],
    ['Merci beaucoup', 'Avec plaisir. Puis-je vous aider pour autre chose ?'],
    ['こんにちは', 'こんにちは。どのようなご用件でしょうか。'],
    ['好的，谢谢！', '不客气。还有什么可以帮您的吗？'],
    ['спасибо!', 'Пожалуйста. Могу ли я помочь чем-то ещё?'],
  ])('"%s" is answered kindly', (text, reply) => expect(smallTalk(said(text))).toEqual({ reply }));

  it.each([
    'hi, where is my order?',
    'thanks but it did not work',
    'refund',
    '👍?',
    '?',
    '',
    'high',
    'no refund',
    'yes I want to return it',
    'nothing arrived',
    'ok and to Norway?',
    'good afternoon, my lamp is broken',
    'found a mistake in my order',
    'fixed price?',
  ])('"%s" is not small talk', (text) => expect(smallTalk([...anythingElse, ...said(text)])).toBeUndefined());

  it('asks once what it is about, and leaves who says no more to a person', () => {
    expect(smallTalk([...said('help'), ai(en!.replies.more), ...said('I need help')])).toBeUndefined();
    expect(smallTalk([...said('hi'), ai(en!.replies.greeting), ...said('I need help')])).toEqual({
      reply: en!.replies.more,
    });
    expect(smallTalk(said('I need help with my order'))).toBeUndefined();
  });

  it('answers the last of a burst, and leaves a burst with a question alone', () => {
    expect(smallTalk(said('hello', 'thank you'))).toEqual({ reply: en!.replies.thanks });
    expect(smallTalk(said('hello', 'what does delivery cost?'))).toBeUndefined();
  });
});

describe('in the light of what was asked', () => {
  const declined = `no|nope|nah|no thanks|no, thank you|No that's all|that is all|that's it, thanks|nothing else|never mind|nvm|solved|sorted|all good|
    I'm good|I am fine thanks|not now|👍|🙏|👌😊|ok|ok great, that answers it|perfect, thank you so much|great thanks, that answers my question|it works now|
    found it|bye|no more questions|thanks for your help!|all set|done`;
  it.each(declined.split('|').map((text) => text.trim()))(
    '"%s" to "Is there anything else?" ends it',
    (text) => {
      expect(smallTalk([...anythingElse, ...said(text)])).toEqual({ reply: en!.replies.bye });
    },
  );

  it.each([
    ['yes', en!.replies.more],
    ['yes please', en!.replies.more],
    ['no, not helpful', en!.replies.offer],
    ["that didn't help", en!.replies.offer],
    ['👎', en!.replies.offer],
  ])('"%s" to it is answered with "%s"', (text, reply) => {
    expect(smallTalk([...anythingElse, ...said(text)])).toEqual({ reply });
  });

  it.each([
    ['no', en!.replies.offer],
    ['No, not helpful', en!.replies.offer],
    ['that is not what I asked', en!.replies.offer],
    ['wrong answer', en!.replies.offer],
    ['👎', en!.replies.offer],
    ['yes', en!.replies.thanks],
    ['👍', en!.replies.thanks],
    ['ok great, that answers it', en!.replies.bye],
    ['no thanks', en!.replies.bye],
  ])('"%s" to an answer is answered with "%s"', (text, reply) => {
    expect(smallTalk([...asked, answer, ...said(text)])).toEqual({ reply });
  });

  it('"yes" to the offer of a person is a request for one, "no" is none', () => {
    const settings = { enabled: true, turnCap: 12 };
    for (const text of ['yes', 'Yes please', 'ok', 'sure', '👍', 'that did not help']) {
      const decision = decideAtOnce([...offered, ...said(text)], 3, settings);
      expect(decision).toMatchObject({ kind: 'handover', trigger: 'requested' });
    }
    for (const text of ['no', 'no thanks', 'never mind', 'nah']) {
      expect(smallTalk([...offered, ...said(text)])).toEqual({ reply: en!.replies.bye });
    }
  });

  it('what a model asked is left to the model', () => {
    const question = ai('Did you order as a guest or with an account? [1]'.slice(0, -4));
    for (const text of ['yes', 'no', 'ok'])
      expect(smallTalk([...asked, question, ...said(text)])).toBeUndefined();
  });

  it('is answered in the language of the conversation', () => {
    for (const text of ['super', 'danke', 'merci', 'ok', '👍']) {
      expect(smallTalk([...asked, answer, ...said(text)])).toEqual({ reply: en!.replies.thanks });
    }
    const german = [
      ...said('Wie lange dauert es, bis ich mein Geld zurückbekomme?'),
      ai('Es dauert fünf Tage.'),
    ];
    expect(smallTalk([...german, ...said('super')])).toEqual({ reply: de!.replies.thanks });
    expect(smallTalk([...german, ...said('thanks')])).toEqual({ reply: de!.replies.thanks });
    // A "hi" alone tells no language.
    expect(smallTalk([...said('hi'), ai(en!.replies.greeting), ...said('guten Tag')])).toMatchObject({
      reply: expect.any(String),
    });
  });

  it.each(Object.entries({ ...western, ...others }))(
    '%s has an answer to all it knows',
    (_, { says, replies }) => {
      const thanked = [...said('x'), ai(replies.thanks)];
      for (const text of [...says.no!.split('|'), ...says.done!.split('|'), ...says.bye!.split('|')]) {
        expect([text, smallTalk([...thanked, ...said(text)])]).toEqual([text, { reply: replies.bye }]);
      }
      for (const text of says.unhelpful!.split('|')) {
        expect([text, smallTalk([...thanked, ...said(text)])]).toEqual([text, { reply: replies.offer }]);
      }
      for (const text of says.yes!.split('|')) {
        expect([text, smallTalk([...said('x'), ai(replies.offer), ...said(text)])]).toEqual([
          text,
          'wants a person',
        ]);
      }
      for (const [kind, list] of Object.entries(says)) {
        if (kind === 'filler') continue;
        for (const text of list.split('|')) {
          expect([
            text,
            decideAtOnce([...thanked, ...said(text)], 1, { enabled: true, turnCap: 12 }),
          ]).toEqual([text, expect.objectContaining({ kind: 'answer' })]);
        }
      }
    },
  );
});
