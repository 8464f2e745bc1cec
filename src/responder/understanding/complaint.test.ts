import { isComplaint } from './complaint';

test.each([
  'I have been waiting for three weeks and nobody answers',
  'My tent arrived damaged',
  'This is the third time I write to you',
  'I want to make a complaint',
  'Ich warte seit drei Wochen und niemand antwortet',
  'Quiero poner una queja, nadie responde',
  'J’attends toujours mon remboursement',
  'Ainda não recebi o reembolso, ninguém responde',
  'Никто не отвечает уже неделю',
  '我要投诉，没人回复',
  'لم يصل طلبي حتى الآن',
  'मेरी शिकायत है, कोई जवाब नहीं मिला',
  'まだ届きません。返事がないです',
])('is heard in %s', (text) => expect(isComplaint(text)).toBe(true));

test.each([
  'How long does a refund take?',
  'Can I pay by card?',
  'Wie lange dauert die Lieferung?',
  '¿Cuánto tarda el envío?',
  'Combien coûte la livraison ?',
  'Quanto custa o envio?',
  'Сколько идёт доставка?',
  '退款需要多长时间',
  'كم يستغرق الشحن؟',
  'रिफंड में कितना समय लगता है?',
  '返金はいつですか',
  'Thank you, that was perfect',
])('is not read into %s', (text) => expect(isComplaint(text)).toBe(false));
