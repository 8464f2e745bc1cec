import { clearest, groupQuestions } from './group-questions';

const asked = (...questions: string[]) => questions.map((question) => ({ question }));
const groups = (...questions: string[]) =>
  groupQuestions(asked(...questions)).map((group) => group.map(({ question }) => question));

describe('groups of questions', () => {
  it('hold what is asked in much the same words, the largest first', () => {
    expect(
      groups(
        'Do you sell gift cards?',
        'Can I pay by invoice?',
        'do you have a gift card',
        'do you let me pay by an invoice',
        'gift cards??',
        'Where is your showroom?',
      ),
    ).toEqual([
      ['Do you sell gift cards?', 'do you have a gift card', 'gift cards??'],
      ['Can I pay by invoice?', 'do you let me pay by an invoice'],
      ['Where is your showroom?'],
    ]);
  });

  it('leave out what has no subject', () => {
    expect(groups('and you?', 'Where is your showroom?')).toEqual([['Where is your showroom?']]);
  });

  it('go by meaning where a model gives it, measured from what is unrelated for that model', () => {
    const [a, b, c] = [Float32Array.of(1, 0), Float32Array.of(0.95, 0.31), Float32Array.of(0.8, 0.6)];
    const three = [
      { question: 'Gift cards?', vector: a! },
      { question: 'Vouchers?', vector: b! },
      { question: 'Showroom?', vector: c! },
    ];
    expect(groupQuestions(three, 0.8).map(({ length }) => length)).toEqual([2, 1]);
    expect(groupQuestions(three, 0).map(({ length }) => length)).toEqual([3]);
  });

  it('are called by their shortest whole question', () => {
    expect(clearest(['gift cards', 'Do you sell gift cards?', 'I wonder whether you sell gift cards?'])).toBe(
      'Do you sell gift cards?',
    );
    expect(clearest(['gift cards for … please', 'gift cards please'])).toBe('gift cards please');
    expect(clearest([])).toBe('');
  });
});
