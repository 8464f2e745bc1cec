import { attributeVariables, filledReply, firstNameOf, holesIn } from './reply-text';

const values = { 'customer.first_name': 'Joe', 'organization.name': 'Lumen & Oak' };

test('what is known is filled in, what is not leaves a hole that has a name', () => {
  const text = filledReply(
    'Hi {{ customer.first_name }}, order {{order number}} of {{organization.name}} goes to {{customer.email}}.',
    values,
  );
  expect(text).toBe("Hi Joe, order ⟨order number⟩ of Lumen & Oak goes to ⟨customer's e-mail address⟩.");
  expect(holesIn(text).map(({ from, to, name }) => [text.slice(from, to), name])).toEqual([
    ['⟨order number⟩', 'order number'],
    ["⟨customer's e-mail address⟩", "customer's e-mail address"],
  ]);
});

test('other words may be said where nothing is known; blanks are not known', () => {
  expect(filledReply('Hi {{customer.first_name|there}}', { 'customer.first_name': '  ' })).toBe('Hi there');
  expect(filledReply('Hi {{customer.first_name|there}}', values)).toBe('Hi Joe');
});

test('a value is never read as a variable, and names of JavaScript are none', () => {
  expect(filledReply('{{customer.first_name}}', { 'customer.first_name': '{{agent.name}}' })).toBe(
    '{{agent.name}}',
  );
  expect(filledReply('{{constructor}} {{ }} {{$1}}', {})).toBe('⟨constructor⟩ ⟨something⟩ ⟨$1⟩');
});

test('braces that are nobody’s stay', () => {
  expect(filledReply('a {b} {{}} {{a\nb}}', values)).toBe('a {b} {{}} {{a\nb}}');
});

test('nobody is greeted by an address or a number', () => {
  expect(['Ada Lovelace', 'Jean-Luc', 'مريم أحمد'].map(firstNameOf)).toEqual(['Ada', 'Jean-Luc', 'مريم']);
  expect(['ada@shop.example', '+49 30 1', '', undefined].map(firstNameOf)).toEqual(Array.from({ length: 4 }));
});

test('attributes of the customer are variables, and one that is not known is a hole that says so', () => {
  const known = attributeVariables({ plan: 'Pro', vip: true, seats: 3 });
  expect(filledReply('{{customer.plan}} {{customer.vip}} {{customer.seats}}', known)).toBe('Pro yes 3');
  const text = filledReply('{{customer.account_manager}}, {{customer.tier|standard}}', known);
  expect(text).toBe("⟨customer's account manager⟩, standard");
});
