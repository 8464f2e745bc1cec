import { smallTalk } from './understanding/small-talk';

const said = (...texts: string[]) => texts.map((text) => ({ sender: 'customer' as const, text }));

describe('small talk', () => {
  it.each([
    ['Hi!', 'Hello. How can I help you?'],
    ['hello there, good morning', 'Hello. How can I help you?'],
    ['Thanks a lot :)', 'You are welcome. Is there anything else I can help with?'],
    ['Guten Tag', 'Hallo. Wie kann ich helfen?'],
    ['¡Hola!', 'Hola. ¿En qué puedo ayudarte?'],
    ['Merci beaucoup', 'Avec plaisir. Puis-je vous aider pour autre chose ?'],
    ['こんにちは', 'こんにちは。どのようなご用件でしょうか。'],
    ['спасибо!', 'Пожалуйста. Могу ли я помочь чем-то ещё?'],
  ])('"%s" is answered kindly', (text, answer) => expect(smallTalk(said(text))).toBe(answer));

  it.each(['hi, where is my order?', 'thanks but it did not work', 'refund', '👍?', '', 'high'])(
    '"%s" is not small talk',
    (text) => expect(smallTalk(said(text))).toBeUndefined(),
  );

  it('answers the last of a burst, and leaves a burst with a question alone', () => {
    expect(smallTalk(said('hello', 'thank you'))).toMatch(/^You are welcome/);
    expect(smallTalk(said('hello', 'what does delivery cost?'))).toBeUndefined();
  });
});
