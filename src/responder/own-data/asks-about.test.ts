import { asksAbout, asksOfIt, namedIn, numberIn } from './asks-about';

const types = [{ type: 'order' }, { type: 'subscription' }, { type: 'device' }];
const asked = (text: string) => asksAbout(text, types);

it('hears what is asked about, and the number, in twelve languages', () => {
  for (const [text, type, objectId] of [
    ['Where is my order 4711?', 'order', '4711'],
    ['status of order #A-1001', 'order', 'A-1001'],
    ['I have not received order 4711 yet', 'order', '4711'],
    ['order no. 4711', 'order', '4711'],
    ['When will my parcel arrive?', 'order', undefined],
    ['How is my order 4711?', 'order', '4711'],
    ['How’s my order coming along?', 'order', undefined],
    ['When does my subscription SUB-77 renew?', 'subscription', 'SUB-77'],
    ['Wo bleibt meine Bestellung 4711?', 'order', '4711'],
    ['Mein Paket ist noch nicht angekommen', 'order', undefined],
    ['¿Dónde está mi pedido 4711?', 'order', '4711'],
    ['Où est ma commande 4711 ?', 'order', '4711'],
    ['Onde está a minha encomenda 4711?', 'order', '4711'],
    ["Dov'è il mio ordine 4711?", 'order', '4711'],
    ['Waar is mijn bestelling 4711?', 'order', '4711'],
    ['Gdzie jest moje zamówienie 4711?', 'order', '4711'],
    ['Где мой заказ 4711?', 'order', '4711'],
    ['注文番号4711はどこですか', 'order', '4711'],
    ['我的订单 4711 到哪里了？', 'order', '4711'],
    ['أين طلبي 4711؟', 'order', '4711'],
  ] as const)
    expect([text, asked(text)]).toEqual([text, { type, ...(objectId !== undefined && { objectId }) }]);
});

it('leaves to the knowledge what asks for something else', () => {
  for (const text of [
    'How do I cancel order 4711?',
    'How is my order packed?',
    'Order 4711 arrived broken',
    'Where can I change the address of my order?',
    'Where do I find my order number?',
    'Can I order 3 chairs?',
    'How long does delivery take?',
    'How can I cancel my subscription?',
    'When is the shop open?',
    'I paid 4711 € for my order, can I get an invoice?',
    'Wie kann ich meine Bestellung ändern?',
    'Was kostet der Versand?',
    'Do you ship orders on 2026-12-24?',
  ])
    expect([text, asked(text)]).toEqual([text, undefined]);
});

it('knows the words of the organization for its own types', () => {
  const own = [{ type: 'booking', own: ['reservation', 'Buchung'] }];
  expect(asksAbout('Where is my reservation R-12?', own)).toEqual({ type: 'booking', objectId: 'R-12' });
  expect(asksAbout('status of booking 99', own)).toEqual({ type: 'booking', objectId: '99' });
  expect(asksAbout('Where is my order 4711?', own)).toBeUndefined();
});

it('hears what leans on what was named before, and what that was', () => {
  for (const text of [
    'And where is it?',
    'Und wo ist es?',
    '¿Y dónde está?',
    'Et où est-il ?',
    'when will it arrive',
  ])
    expect([text, asksOfIt(text)]).toEqual([text, true]);
  for (const text of [
    'Where is the shop?',
    'And how do I clean it?',
    'Where is it written that you take things back',
  ])
    expect([text, asksOfIt(text)]).toEqual([text, false]);
  expect(namedIn('I bought two chairs, order 4711', types)).toEqual({ type: 'order', objectId: '4711' });
  expect(namedIn('How do I cancel my subscription?', types)).toEqual({ type: 'subscription' });
  expect(namedIn('How long does a refund take?', types)).toBeUndefined();
});

it('takes no day, amount or address for a number', () => {
  for (const text of [
    'on 2026-12-24',
    'the 24.12.2026',
    'for 47.11 €',
    'ada4711@example.com',
    'in 14 days',
    '5',
  ])
    expect([text, numberIn(text)]).toEqual([text, undefined]);
  expect(numberIn('it is #4711')).toBe('4711');
});
