import { alwaysForPerson } from './rules';

const rules = ['lawyer', 'data breach', '', '律师', 'Kündigung'];

test.each<[string, string | undefined]>([
  ['My lawyer will write to you', 'lawyer'],
  ['was there a Data-Breach?', 'data breach'],
  ['the data of my breach', undefined],
  ['lawyers', undefined],
  ['我要找律师', '律师'],
  ['KUNDIGUNG', 'Kündigung'],
  ['How long does a refund take?', undefined],
  ['', undefined],
])('in %j it is %j', (text, rule) => expect(alwaysForPerson(text, rules)).toBe(rule));

test('without rules nothing is', () => expect(alwaysForPerson('lawyer')).toBeUndefined());
