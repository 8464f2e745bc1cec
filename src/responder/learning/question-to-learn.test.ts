import type { Turn } from '../transcript';
import { questionToLearn } from './question-to-learn';

const customer = (text: string): Turn => ({ sender: 'customer', text });
const source = (articleId: string) => ({ articleId, chunkId: 'c', title: 'T', excerpt: 'e', score: 1 });

describe('the question that an answer was given to', () => {
  it('is the last one that says what it is about, without greetings, calls for a person and who asked', () => {
    const turns = [
      customer('Hello'),
      customer('My name is Ada Lovelace. Can you engrave the lamp of order 4711?'),
      customer('I want to talk to a human'),
      customer('hello?'),
    ];
    expect(questionToLearn(turns, ['Ada'])?.question).toBe(
      'My name is …. Can you engrave the lamp of order …?',
    );
  });

  it('is the one before, where the last leans on it', () => {
    const turns = [
      customer('Do you engrave lamps?'),
      { sender: 'ai', text: 'No.' } as Turn,
      customer('and why?'),
    ];
    expect(questionToLearn(turns, [])?.question).toBe('Do you engrave lamps?');
  });

  it('names the articles that the AI answered it from already, unless that was no help', () => {
    const answer = { sender: 'ai', text: 'Yes.', sources: [source('a')] } as Turn;
    const asked = customer('Do you engrave lamps?');
    expect([...questionToLearn([asked, answer], [])!.knownFrom]).toEqual(['a']);
    expect([...questionToLearn([asked, { ...answer, helpful: false }], [])!.knownFrom]).toEqual([]);
  });

  it('is nothing where nobody asked anything, and of a long story its question', () => {
    expect(questionToLearn([customer('hi'), customer('agent please')], [])).toBeUndefined();
    expect(questionToLearn([], [])).toBeUndefined();
    const story = `${'I bought a lamp for my mother and she likes it. '.repeat(9)}Do you engrave lamps? Thanks a lot for the help.`;
    expect(questionToLearn([customer(story)], [])?.question).toBe('Do you engrave lamps?');
    expect(
      questionToLearn([customer('lamps and shades '.repeat(50))], [])!.question.length,
    ).toBeLessThanOrEqual(300);
  });
});
