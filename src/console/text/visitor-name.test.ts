import { randomUUID } from 'node:crypto';
import { customerNameOf, hueOf, visitorName } from './visitor-name';

describe('the name of who gave none', () => {
  it('is the same for one id, today and in a year', () => {
    const id = '4b1f0a52-6f0e-4a63-9d1b-0f6f8a3c2d11';
    expect([visitorName(id), hueOf(id)]).toEqual([visitorName(id), hueOf(id)]);
  });

  it('tells the visitors of a day apart', () => {
    const names = Array.from({ length: 30 }, () => visitorName(randomUUID()));
    expect(names.every((name) => /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(name))).toBe(true);
    expect(new Set(names).size).toBeGreaterThan(22);
  });

  it('stands back for a real one', () => {
    expect(customerNameOf({ customerName: 'Ada', customerId: 'x' })).toBe('Ada');
    expect(customerNameOf({ customerId: 'x' })).toBe(visitorName('x'));
  });
});
