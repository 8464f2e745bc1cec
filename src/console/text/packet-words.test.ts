import type { HandoverPacket } from '../../protocol/model/handover';
import { mood, reasonBeside } from './packet-words';

const packet = (more: Partial<HandoverPacket>): HandoverPacket => ({
  trigger: 'sentiment',
  reason: 'The customer is upset.',
  summary: '',
  stepsTried: [],
  facts: {},
  sentiment: 'neutral',
  language: 'en',
  sources: [],
  ...more,
});

describe('the handover card', () => {
  it('says nothing twice', () => {
    expect(reasonBeside(packet({}))).toBe('');
    expect(reasonBeside(packet({ reason: 'The customer is upset. Twice a late parcel.' }))).toBe(
      'Twice a late parcel.',
    );
    const asked = packet({ trigger: 'requested', reason: 'The customer asked for a person: Parcel lost' });
    expect(reasonBeside(asked)).toBe('Parcel lost');
    expect(reasonBeside(packet({ reason: 'Nothing is about this. Nothing is about this.' }))).toBe(
      'Nothing is about this.',
    );
  });

  it('leaves out a language that nobody knows', () => {
    expect(mood(packet({ language: 'und' }))).toBe('Calm');
    expect(mood(packet({ language: '', suggestedSpecialty: 'billing' }))).toBe('Calm. Suggested: billing');
    expect(mood(packet({ language: 'de', sentiment: 'negative' }))).toMatch(/^Upset, (German|Deutsch)$/);
  });
});
