import { randomUUID } from 'node:crypto';
import { customerNameOf, hueOf, visitorName } from './visitor-name';

describe('the name of who gave none', () => {
  it('is the same for one id, today and in a year', () => {
    const [id, other] = ['4b1f0a52-6f0e-4a63-9d1b-0f6f8a3c2d11', '9c4e8d10-2a77-4b5e-8f3a-1d2c3b4a5968'];
    expect([visitorName(id), hueOf(id)]).toEqual(['Amiable Condor', 0]);
    expect([visitorName(other), hueOf(other)]).toEqual(['Nimble Lark', 60]);
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
