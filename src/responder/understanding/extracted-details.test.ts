import { extractDetails } from './extracted-details';

test.each<[string, Record<string, string>]>([
  ['order 4711-A cost $1,299.00, not 49 EUR', { 'order number': '4711-A', amount: '$1,299.00, 49 EUR' }],
  ['I paid 1.299,00 € and R$ 20', { amount: '1.299,00 €, R$ 20' }],
  ['Rs. 500 on 3 March 2026, or 3rd of April', { amount: 'Rs. 500', date: '3 March 2026, 3rd of April' }],
  ['bestellt am 3. März 2026', { date: '3. März 2026' }],
  ['am 12.03.2026', { date: '12.03.2026' }],
  ['May 5, 2026 or 2026年3月2日', { date: 'May 5, 2026, 2026年3月2日' }],
  ['I may 5 times ask for 2 bars', {}],
  ['221b Baker Street, London NW1 6XE', { address: '221b Baker Street, London NW1 6XE' }],
  ['send it to 5 Elm Road, or to 7 Oak Lane, Leeds', { address: '5 Elm Road; 7 Oak Lane, Leeds' }],
  ['Lange Straße 5, 10115 Berlin bitte', { address: 'Lange Straße 5, 10115 Berlin' }],
  ['Hauptstr. 12a', { address: 'Hauptstr. 12a' }],
  ['12 bis rue de la Paix, 75002 Paris', { address: '12 bis rue de la Paix, 75002 Paris' }],
  ['Calle de Alcalá 45, 28014 Madrid', { address: 'Calle de Alcalá 45, 28014 Madrid' }],
  ['Rua Augusta, 120', { address: 'Rua Augusta, 120' }],
  ['ул. Ленина, д. 10, кв. 5', { address: 'ул. Ленина, д. 10, кв. 5' }],
  ['北京市朝阳区建国路88号', { address: '北京市朝阳区建国路88号' }],
  ['東京都渋谷区神宮前1-2-3', { address: '東京都渋谷区神宮前1-2-3' }],
  ['東京都渋谷区神宮前１丁目', { address: '東京都渋谷区神宮前１丁目' }],
  ['東京都渋谷区神宮前一丁目', { address: '東京都渋谷区神宮前一丁目' }],
  ['mail ada@shop.test', { email: 'ada@shop.test' }],
  ['via email 5 times', {}],
  ['Where is my order?', {}],
])('in %j', (text, details) => expect(extractDetails([text])).toEqual(details));

test('a text without an end is read to the end', () => {
  for (const text of [
    '1 '.repeat(5_000),
    'Aa '.repeat(4_000),
    '北京市'.repeat(3_000),
    'Lange '.repeat(2_000),
  ])
    expect(extractDetails([text])).toEqual({});
});
