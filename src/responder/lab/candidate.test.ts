import type { Turn } from '../transcript';
import { candidateOf } from './candidate';

const source = {
  articleId: 'refunds',
  chunkId: 'c',
  title: 'Refunds',
  excerpt: '',
  score: 1,
};
const customer = (text: string): Turn => ({ sender: 'customer', text });
const ai = (text: string, sourced = false): Turn => ({
  sender: 'ai',
  text,
  ...(sourced && { sources: [source] }),
});
const agent = (text: string): Turn => ({ sender: 'agent', text });

it('what the AI answered from an article is expected from that article', () => {
  const turns = [
    customer('hello, Ada Byron here'),
    ai('Hello!'),
    customer('how long'),
    customer('does a refund take? ada@shop.test'),
    ai('Five days.', true),
    customer('thanks'),
    ai('You are welcome.'),
  ];
  expect(candidateOf(turns, ['Ada Byron'])).toEqual({
    question: 'how long\ndoes a refund take? [e-mail]',
    history: ['hello, [name] here'],
    articleIds: ['refunds'],
    title: 'Refunds',
  });
});

it('what a person answered must be handed over', () => {
  expect(candidateOf([customer('my chair broke'), agent('Oh no. We send another.')], [])).toEqual({
    question: 'my chair broke',
    history: [],
    articleIds: [],
  });
});

it('where the AI answered and a person had to come, nothing shows what would be right', () => {
  const turns = [customer('refund?'), ai('Five days.', true), customer('no!'), agent('Let me look.')];
  expect(candidateOf(turns, [])).toBeUndefined();
  expect(candidateOf([customer('hello'), ai('Hello!')], [])).toBeUndefined();
  expect(candidateOf([agent('Hello, how was it?')], [])).toBeUndefined();
});
