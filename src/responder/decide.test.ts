import { decideAtOnce, decideOnAnswer } from './decide';
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

describe('deciding on an answer', () => {
  const answer = { text: 'Five days.', sources: [source], confidence: 0.6 };

  it('gives it where the evidence holds', () => {
    expect(decideOnAnswer(answer, 0.5)).toEqual({
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
    expect(decideOnAnswer(weak, 0.5)).toMatchObject({ kind: 'handover', trigger: 'low_confidence' });
  });
});
