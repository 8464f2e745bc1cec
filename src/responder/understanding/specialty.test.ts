import { specialtyFor } from './specialty';

const specialties = ['Billing', 'Returns & refunds', 'Gift cards', 'cards', 'Rückgabe', 'the'];
const fit = (question: string, labels: string[] = []) => specialtyFor(specialties, { labels, question });

test.each<[question: string, labels: string[], specialty: string | undefined]>([
  ['Why was I charged twice?', ['billing'], 'Billing'],
  ['Where is it?', ['Shipping', 'refund'], 'Returns & refunds'],
  ['Where is it?', ['Billing questions'], 'Billing'],
  ['My bill is wrong', [], 'Billing'],
  ['My gift card is empty', [], 'Gift cards'],
  ['Can I pay by card?', [], 'cards'],
  ['Was kostet die Rückgabe?', [], 'Rückgabe'],
  ['My bill is wrong', ['Gift cards'], 'Gift cards'],
  ['Do you return?', [], undefined],
  ['What is the weather like?', ['Weather'], undefined],
  ['the', ['the'], undefined],
  ['', [''], undefined],
])('%j with articles on %j is for %j', (question, labels, specialty) => {
  expect(fit(question, labels)).toBe(specialty);
});

test('The best article is heard first, and nobody is a specialist where no agent is', () => {
  expect(fit('', ['Gift cards', 'Billing'])).toBe('Gift cards');
  expect(specialtyFor([], { labels: ['Billing'], question: 'billing' })).toBeUndefined();
  expect(specialtyFor(['', ' '], { labels: [''], question: ' ' })).toBeUndefined();
});
