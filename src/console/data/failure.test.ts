import { say, serverWords } from '../../protocol/server-texts/said';
import { speak } from '../i18n/translate';
import { fromProblem } from './failure';

const problem = (more: object) => ({
  code: 'conflict',
  title: 'This does not fit the present state',
  ...more,
});

describe('what the server refuses', () => {
  afterEach(() => speak('en', {}));

  it('is said in English as it came', () => {
    const { text, wording } = say('rules_full', { count: 20 });
    expect(fromProblem(409, problem({ detail: text, wording })).message).toBe(
      'There are 20 rules. Remove one first.',
    );
    expect(fromProblem(409, problem({ detail: 'Something rare.' })).message).toBe('Something rare.');
  });

  it('is said in the language of the reader by its code, at a field once', () => {
    const catalog = {
      'This is not your current password.': 'Das ist nicht Ihr jetziges Passwort.',
      'This does not fit the present state.': 'Das passt nicht zum jetzigen Stand.',
    };
    speak('de', catalog, serverWords);
    const { text: message, wording } = say('not_your_password');
    const errors = [{ path: 'currentPassword', message, wording }];
    const refused = fromProblem(400, problem({ code: 'invalid', detail: message, wording, errors }));
    expect(refused.message).toBe('Das ist nicht Ihr jetziges Passwort.');
    expect(refused.errors).toEqual([{ path: 'currentPassword', message: refused.message }]);
  });

  it('is said without the names that fields have for programs, each thing once', () => {
    const { text, wording } = say('within_a_year');
    const errors = ['sendAt', 'until'].map((path) => ({ path, message: text, wording }));
    expect(fromProblem(400, problem({ code: 'invalid', detail: text, wording, errors })).message).toBe(
      'Choose a time within the next year.',
    );
    const partly = say('partly_invalid');
    const empty = { path: 'config.allowedOrigins.0', message: 'is required' };
    expect(
      fromProblem(
        400,
        problem({ code: 'invalid', detail: partly.text, wording: partly.wording, errors: [empty] }),
      ).message,
    ).toBe('Some of what was sent is not valid. Write something here.');
  });

  it('is said as what went wrong inside, and in no two languages', () => {
    speak('de', { 'Something went wrong on the server.': 'Auf dem Server ging etwas schief.' }, serverWords);
    const inside = { code: 'internal', title: 'Something went wrong on our side' };
    expect(fromProblem(500, inside).message).toBe('Auf dem Server ging etwas schief.');
  });

  it('is said with what kind of trouble it is, where the sentence is English alone', () => {
    speak(
      'de',
      { 'This does not fit the present state.': 'Das passt nicht zum jetzigen Stand.' },
      serverWords,
    );
    const errors = [{ path: 'days', message: 'must be odd' }];
    const refused = fromProblem(409, problem({ detail: 'Something rare.', errors }));
    expect(refused.message).toMatch(/^Das passt nicht zum jetzigen Stand\. Something rare\./);
    expect(refused.errors[0]!.message).toBe('This is not accepted here. It must be odd.');
  });
});
