import { intentLine } from './intent';

test.each([
  [
    'Hi, my name is Jo. My order #HP-20417 came broken, I paid £49.90.\nWhen do I get my money back?',
    'When do I get my money back?',
  ],
  [
    'Hello there! I hope you are well. I want to cancel order 4711. Thanks, Jo',
    'I want to cancel order 4711.',
  ],
  ['Guten Tag, mein Paket kam kaputt an. Viele Grüße', 'mein Paket kam kaputt an.'],
  ['¿Cuánto tarda el envío? Gracias', '¿Cuánto tarda el envío?'],
  ['你好，我的订单什么时候到？', '我的订单什么时候到？'],
  ['order status', 'order status'],
  ['Version 2.5 is slow. Is 2.6 faster?', 'Is 2.6 faster?'],
  ['You are useless!! where is my parcel 1234-Z', 'where is my parcel 1234-Z'],
  ['You are useless!!', 'You are useless!!'],
  [
    'This is unacceptable, where the hell is my refund? I ordered it on Monday.',
    'This is unacceptable, where the hell is my refund?',
  ],
  ['hello', ''],
  ['', ''],
])('of %j the line that asks is %j', (text, line) => expect(intentLine(text)).toBe(line));

test('it is one line, and short', () => {
  const line = intentLine(`I want ${'very '.repeat(100)}much`);
  expect(line).toHaveLength(120);
  expect(intentLine(`\n\n${'a\n'.repeat(5_000)}`)).toBe('a');
});
