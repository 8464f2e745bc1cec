import { readTable } from '../table-import/table';
import { attributeKey, guessed, rowsOf } from './import-table';

const bytes = (text: string) => new TextEncoder().encode(text);
const owners = [{ id: 'olga-id', displayName: 'Olga Owner' }];
const rows = (text: string) => {
  const table = readTable(bytes(text));
  return rowsOf(table, guessed(table.header), owners);
};

describe('a table of companies', () => {
  it('is read as spreadsheets write it, and what each column is likely to be is guessed once', () => {
    const header = ['Company', 'Name', 'Web site', 'Account_ID', 'Annual revenue (EUR)', 'ملاحظة', 'Notes'];
    expect(guessed(header)).toEqual([
      ...['name', 'attribute', 'domains', 'externalId', 'attribute', 'nothing', 'notes'],
    ]);
    expect(attributeKey('Annual revenue (EUR)')).toBe('annual_revenue_eur');
    const german = Uint8Array.from([...bytes('Name;Notes\r\nM'), 0xfc, ...bytes('ller;"a;b"\r\n')]);
    expect(readTable(german)).toEqual({
      header: ['Name', 'Notes'],
      rows: [{ cells: ['Müller', 'a;b'], number: 2 }],
    });
    const utf16 = Uint8Array.from(Buffer.from('\uFEFFname\nAcme', 'utf16le'));
    expect(readTable(utf16)).toEqual({ header: ['name'], rows: [{ cells: ['Acme'], number: 2 }] });
  });

  it('is refused where it is none', () => {
    for (const wrong of [Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), bytes(''), bytes('name\n\n,\n')])
      expect(() => readTable(wrong)).toThrow(/no CSV|no row/);
  });

  it('becomes companies, empty cells nothing, and numbers only what is written like one', () => {
    const text = `id,name,domains,tier,owner,notes,seats,code,paid
a-1,Acme,"https://www.ACME.example/shop; acme.test",VIP,olga owner,Pays late.,5,007,true
,Globex,,,,,,,
`;
    expect(rows(text)).toEqual([
      {
        number: 2,
        name: 'Acme',
        sent: {
          externalId: 'a-1',
          name: 'Acme',
          domains: ['acme.example', 'acme.test'],
          tier: 'vip',
          ownerId: 'olga-id',
          notes: 'Pays late.',
          attributes: { seats: 5, code: '007', paid: true },
        },
      },
      { number: 3, name: 'Globex', sent: { name: 'Globex' } },
    ]);
  });

  it('says why a row is none, by its number in the spreadsheet, and of two about one company the first that is one counts', () => {
    const text = `name,tier,owner,domains
,vip,,
Acme,gold,Nobody,
ACME,,,acme.example

Acme,,,
Other,,,www.acme.example
`;
    expect(rows(text).map(({ number, reason }) => [number, reason])).toEqual([
      [2, 'The name is missing.'],
      [3, '“gold” is no tier: write standard, priority or VIP. “Nobody” is none of your agents.'],
      [4, undefined],
      [6, 'Row 4 is about the same company.'],
      [7, 'Row 4 has acme.example, too.'],
    ]);
  });
});
