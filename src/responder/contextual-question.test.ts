import { followsOn } from './contextual-question';

it.each([
  'and how much is that?',
  'And to Norway?',
  'what about gift cards',
  'how long does it take?',
  'does that cost us a seat?',
  'Und was kostet das?',
  'wie lange dauert es?',
  '¿y cuánto cuesta eso?',
  'et pour la Belgique ?',
  'combien de temps ça prend ?',
  'e quanto custa isso?',
  'а сколько это стоит?',
  'how much',
  'How long?',
  'wie viel?',
  'pourquoi ?',
  '¿cuánto?',
])('"%s" leans on the question before', (question) => expect(followsOn(question)).toBe(true));

it.each([
  'how long does a refund take',
  'I forgot my password',
  'where is my order 4711',
  'Android app',
  'orders from Norway',
  'I bought a lamp last week in your shop in Oslo and now it does not light up any more, what can I do',
  'Wie lange dauert eine Rückerstattung?',
  'kosten',
])('"%s" stands alone', (question) => expect(followsOn(question)).toBe(false));
