import { unsavedFacts } from './facts';

describe('facts that the AI collected', () => {
  it('go to their fields, and the rest beside what is there', () => {
    const facts = { email: 'ada@example.com', 'order number': '4711', phone: '+49 30 1234567' };
    expect(unsavedFacts({ metadata: { plan: 'gold' } }, facts)).toEqual({
      email: 'ada@example.com',
      phone: '+49 30 1234567',
      metadata: { plan: 'gold', order_number: '4711' },
    });
  });

  it('take no address away that is on record', () => {
    const facts = { email: 'other@example.com' };
    expect(unsavedFacts({ email: 'ada@example.com', metadata: {} }, facts)).toEqual({
      metadata: { email: 'other@example.com' },
    });
    const two = { email: 'a@example.com, b@example.com' };
    expect(unsavedFacts({ metadata: {} }, two)).toEqual({ metadata: two });
  });

  it('are nothing to save once they are saved', () => {
    const facts = { email: 'ada@example.com', 'order number': '4711' };
    const saved = { email: 'ada@example.com', metadata: { order_number: '4711' } };
    expect(unsavedFacts(saved, facts)).toBeUndefined();
    expect(unsavedFacts(saved, {})).toBeUndefined();
  });
});
