import { csvTable, csvText } from './csv';
import type { AttributeDeclaration } from './customer-attributes';
import { customersOf, guessedColumns, hasKey } from './customer-table';

const declared: AttributeDeclaration[] = [
  { key: 'plan', label: 'Plan', type: 'choice', choices: ['Free', 'Pro'] },
  { key: 'seats', label: 'Number of seats', type: 'number' },
  { key: 'paid', label: 'Paid', type: 'boolean' },
  { key: 'since', label: 'Customer since', type: 'date' },
];
const guessed = (header: string) => guessedColumns(header.split(','), declared);
const read = (text: string) => {
  const table = csvTable(text);
  return customersOf(table, guessedColumns(table.header, declared), declared);
};

describe('the columns of a table of customers', () => {
  it('are known by the headers of what Chatwoot, Intercom and Zendesk export, and the numbers of those are left out', () => {
    expect(guessed('id,name,email,phone_number')).toEqual(['nothing', 'name', 'email', 'phone']);
    expect(guessed('id,name,last_name,email,phone_number,identifier,company_name,company_id')).toEqual([
      ...['nothing', 'name', 'lastName', 'email', 'phone', 'externalId', 'company', 'nothing'],
    ]);
    expect(guessed('Name,Email,Phone,User ID,Company,Last seen,Plan')).toEqual([
      ...['name', 'email', 'phone', 'externalId', 'company', 'nothing', 'attribute:plan'],
    ]);
    expect(
      guessed('id,name,email,external_id,details,notes,phone,role,organization,tags,custom_fields.seats'),
    ).toEqual([
      ...['nothing', 'name', 'email', 'externalId', 'nothing', 'nothing', 'phone', 'nothing', 'company'],
      ...['nothing', 'attribute:seats'],
    ]);
  });

  it('are each one thing once, also as people write them, and one of them has to tell customers apart', () => {
    expect(guessed('First Name,Surname,E-mail address,Primary email,Mobile,Number of seats')).toEqual([
      ...['firstName', 'lastName', 'email', 'nothing', 'phone', 'attribute:seats'],
    ]);
    expect(hasKey(guessed('name,company'))).toBe(false);
    expect(hasKey(guessed('name,phone'))).toBe(true);
  });
});

describe('the rows of a table of customers', () => {
  it('say what is in their cells, attributes as they are declared, and nothing where a cell is empty', () => {
    const text = `Name;Email;Phone;User ID;Plan;Seats;Paid;Customer since;Tags
Ada Byron;Ada@Example.com;'+49 30 1;a-1;pro;5;yes;2025-03-04T10:00:00Z;vip
;;;a-2;Gold;many;perhaps;yesterday;
`;
    expect(read(text)).toEqual([
      {
        number: 2,
        name: 'Ada Byron',
        customer: {
          ...{ name: 'Ada Byron', email: 'Ada@Example.com', phone: '+49 30 1', externalId: 'a-1' },
          attributes: { plan: 'Pro', seats: 5, paid: true, since: '2025-03-04' },
        },
      },
      {
        number: 3,
        name: 'a-2',
        customer: {
          externalId: 'a-2',
          attributes: { plan: 'Gold', seats: 'many', paid: 'perhaps', since: 'yesterday' },
        },
      },
    ]);
  });

  it('are about the same customer by id, or else by address, or else by number', () => {
    const text = `user_id,email,phone
a-1,ada@x.example,030 1
a-2,ada@x.example,030 1
,ada@x.example,030 1
,ADA@x.example,
,,030 1

,,0049301
,,+49 30 1
a-1,,
,,
`;
    expect(read(text).map(({ number, sameAs }) => [number, sameAs])).toEqual([
      [2, undefined],
      [3, undefined],
      [4, undefined],
      [5, 4],
      [6, undefined],
      [8, undefined],
      [9, 8],
      [10, 2],
    ]);
  });

  it('are read as they were saved', () => {
    const utf16 = Uint8Array.from(Buffer.from('\uFEFFname\tEmail\nJosé\tj@x.example', 'utf16le'));
    expect(read(csvText(utf16)!)).toMatchObject([{ customer: { name: 'José', email: 'j@x.example' } }]);
    expect(csvText(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toBeUndefined();
  });
});
