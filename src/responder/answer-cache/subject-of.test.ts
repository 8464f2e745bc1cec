import { subjectOf } from './subject-of';

const isSame = (one: string, other: string) => subjectOf(one) === subjectOf(other);

it.each([
  ['How long does a refund take?', 'how long do refunds take'],
  ['Do you ship to Norway?', 'Hi, can you please ship to Norway'],
  ['How do I reset my password?', 'how can I reset my password, please?'],
  ['Kann ich ein Paket nach Norwegen senden?', 'ich will mein Paket nach Norwegen senden'],
])('"%s" names what "%s" does', (one, other) => expect(isSame(one, other)).toBe(true));

it.each([
  ['Do you ship to Norway?', 'Do you ship to Sweden?'],
  ['Do you ship from Norway to Sweden?', 'Do you ship from Sweden to Norway?'],
  ['Can I return it opened?', 'Can I not return it opened?'],
  ['When does the shop open?', 'Where does the shop open?'],
  ['Is it 20 EUR or more?', 'Is it 50 EUR or more?'],
  ['My name is Bob, when does a refund arrive?', 'My name is Ann, when does a refund arrive?'],
  ['Coffee with sugar?', 'Coffee without sugar?'],
  ['Do all cards work abroad?', 'Do any cards work abroad?'],
  ['Can I use both vouchers on one order?', 'Can I use one voucher on both orders?'],
  ['Can I call you?', 'Can you call me?'],
  ['Can I cancel my subscription?', 'Can you cancel my subscription?'],
])('"%s" does not name what "%s" does', (one, other) => expect(isSame(one, other)).toBe(false));

it('a question that names nothing has no subject', () => expect(subjectOf('why not?')).toBe(''));
