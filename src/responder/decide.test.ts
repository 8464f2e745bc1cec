import { decideAtOnce, decideOnAnswer, floorFor } from './decide';
import type { Passage } from '../knowledge/passage';
import type { Turn } from './transcript';

const settings = { enabled: true, turnCap: 3 };
const says = (...texts: string[]): Turn[] => texts.map((text) => ({ sender: 'customer', text }));
const source = { articleId: 'a', chunkId: 'a#0', title: 'Refunds', excerpt: 'Five days.', score: 0.6 };

describe('deciding at once', () => {
  it('hands over to whoever asks for a person, also where the AI is off, and in any message of a burst', () => {
    const burst = says('agent please', 'it is about order 12');
    expect(decideAtOnce(burst, 0, settings)).toMatchObject({ kind: 'handover', trigger: 'requested' });
    expect(decideAtOnce(burst, 9, { ...settings, enabled: false })).toMatchObject({ trigger: 'requested' });
  });

  it('hands over where the AI is switched off, at the turn cap, and to an upset customer', () => {
    expect(decideAtOnce(says('refund?'), 0, { ...settings, enabled: false })).toMatchObject({
      trigger: 'rule',
    });
    expect(decideAtOnce(says('refund?'), 3, settings)).toMatchObject({ trigger: 'turn_cap' });
    expect(decideAtOnce(says('You are awful, I hate this terrible shop'), 0, settings)).toMatchObject({
      trigger: 'sentiment',
    });
  });

  it('hands over what the organization gives to a person always, before anything is searched', () => {
    const rules = { ...settings, handOverOn: ['lawyer', 'data breach'] };
    expect(decideAtOnce(says('is there a Data Breach?'), 0, rules)).toMatchObject({
      trigger: 'rule',
      reason: '"data breach" is always for a person.',
    });
    expect(decideAtOnce(says('refund?'), 0, rules)).toBeUndefined();
  });

  it('hands over when two answers did not help, and not at the first', () => {
    const answered = (text: string): Turn => ({ sender: 'ai', text, sources: [source] });
    const first = [
      ...says('how long does a refund take?'),
      answered('Five days.'),
      ...says('that did not help'),
    ];
    expect(decideAtOnce(first, 1, settings)).toMatchObject({ kind: 'answer' });
    const second = [...first, answered('Ten days.'), ...says('how long does a refund take??')];
    expect(decideAtOnce(second, 2, settings)).toMatchObject({
      trigger: 'low_confidence',
      reason: 'Two answers did not help.',
    });
    expect(decideAtOnce([...second.slice(0, -1), ...says('thanks')], 2, settings)).toMatchObject({
      kind: 'answer',
    });
  });

  it('returns a greeting, and hands over a file without words', () => {
    expect(decideAtOnce(says('Hello!'), 0, settings)).toMatchObject({ kind: 'answer', confidence: 1 });
    const file: Turn[] = [{ sender: 'customer', text: '', file: true }];
    expect(decideAtOnce(file, 0, settings)).toMatchObject({ kind: 'handover', trigger: 'low_confidence' });
  });

  it('leaves a question to the knowledge, and looks only at what is open', () => {
    expect(decideAtOnce(says('how long does a refund take?'), 0, settings)).toBeUndefined();
    const answered: Turn[] = [
      ...says('agent please'),
      { sender: 'agent', text: 'Here I am' },
      ...says('when is the refund?'),
    ];
    expect(decideAtOnce(answered, 0, settings)).toBeUndefined();
  });
});

const passage = (articleId: string, score: number, certainty = 0.4): Passage => ({
  articleId,
  chunkId: `${articleId}#0`,
  title: articleId.toUpperCase(),
  heading: '',
  text: 'Text.',
  excerpt: 'Text.',
  score,
  certainty,
  audience: 'public',
  labels: [],
});
const weighing = { floor: 0.5, passages: [], mayAsk: true };

describe('deciding on an answer', () => {
  const answer = { text: 'Five days.', sources: [source], confidence: 0.6 };

  it('gives it where the evidence holds', () => {
    expect(decideOnAnswer(answer, weighing)).toEqual({
      kind: 'answer',
      text: 'Five days.',
      sources: [source],
      confidence: 0.6,
    });
  });

  it.each([
    ['is too weak', { ...answer, confidence: 0.4 }],
    ['is missing', { ...answer, sources: [] }],
    ['is no answer to the model', { ...answer, declined: 'It needs a look at the order.' }],
  ])('hands over where the evidence %s', (_, weak) => {
    expect(decideOnAnswer(weak, weighing)).toMatchObject({ kind: 'handover', trigger: 'low_confidence' });
  });

  it.each([
    [0.3, 'nearest_article'],
    [0.1, 'nothing_known'],
  ])('names the nearest article where it is near enough to be looked at: %d', (score, code) => {
    const weak = { ...answer, sources: [{ ...source, score }], confidence: 0.1 };
    expect(decideOnAnswer(weak, weighing)).toMatchObject({ wording: { code } });
  });

  it('asks which is meant where two may be, once, and about at most three', () => {
    const weak = { ...answer, confidence: 0.4 };
    const near = [
      passage('a', 0.8),
      passage('a', 0.7),
      passage('b', 0.6),
      passage('c', 0.5),
      passage('d', 0.45),
    ];
    const asked = decideOnAnswer(weak, { ...weighing, passages: near });
    expect(asked).toMatchObject({ kind: 'clarify', text: 'Do you mean “A”, “B”, or “C”?' });
    expect(asked.kind === 'clarify' && asked.options.map(({ articleId }) => articleId)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(decideOnAnswer(weak, { ...weighing, passages: near, mayAsk: false }).kind).toBe('handover');
  });

  it.each([
    ['only one is near', [passage('a', 0.8), passage('b', 0.2)]],
    ['the nearest is not near', [passage('a', 0.5), passage('b', 0.45)]],
    ['nothing speaks for the nearest', [passage('a', 0.8, 0.1), passage('b', 0.7)]],
  ])('hands over where %s', (_, passages) => {
    expect(decideOnAnswer({ ...answer, confidence: 0.4 }, { ...weighing, passages }).kind).toBe('handover');
  });

  it('is as sure as the organization would have it', () => {
    const floors = { cautious: 0.9, balanced: 0.8, eager: 0.6 };
    expect(floorFor({ caution: 'eager' }, floors)).toBe(0.6);
    expect(floorFor({ caution: 'eager', confidenceFloor: 0.3 }, floors)).toBe(0.3);
  });
});
