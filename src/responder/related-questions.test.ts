import type { Passage } from '../knowledge/passage';
import { relatedQuestions } from './related-questions';

const passage = (articleId: string, score: number, ...questions: string[]) =>
  ({ articleId, score, questions }) as unknown as Passage;

const found = [
  passage('returns', 0.9, 'How do I send it back?'),
  passage('refunds', 0.7, 'When do I get my money?', 'Is shipping refunded?'),
  passage('refunds', 0.6, 'When do I get my money?', 'Is shipping refunded?'),
  passage('exchange', 0.5, 'Can I swap it for another size?'),
  passage('german', 0.5, 'Wie lange dauert die Erstattung auf mein Konto normalerweise?'),
  passage('bare', 0.5),
  passage('far', 0.2, 'Do you have a shop?'),
];

test('what the articles beside the answer say people ask is offered, one an article', () => {
  expect(relatedQuestions(found, { from: [{ articleId: 'returns' }], asked: [], language: 'en' })).toEqual([
    'When do I get my money?',
    'Can I swap it for another size?',
  ]);
});

test('what was asked is not offered again, however it was spelled, and never more than three', () => {
  const asked = ['when do i get my money'];
  expect(relatedQuestions(found, { from: [], asked })).toEqual([
    'How do I send it back?',
    'Is shipping refunded?',
    'Can I swap it for another size?',
  ]);
});
