import type { HandoverPacket } from '../../protocol/model/handover';
import type { Said } from '../../protocol/model/wording';
import { say, serverWords } from '../../protocol/server-texts/said';
import { speak } from '../i18n/translate';
import { sentimentLine, reasonBeside } from './packet-words';

const reasonIn = ({ text, wording }: Said) => ({ reason: text, wording });

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

  it('says what the server has a code for by that code', () => {
    const { text: reason, wording } = say('nearest_article', { said: 'Refunds' });
    const nearest = packet({ trigger: 'low_confidence', reason, wording });
    expect(reasonBeside(nearest)).toBe('The nearest article, "Refunds", may not be about this.');
    speak(
      'de',
      { 'The nearest article, "{said}", may not be about this.': 'Vielleicht: {said}' },
      serverWords,
    );
    expect(reasonBeside(nearest)).toBe('Vielleicht: Refunds');
    expect(reasonBeside(packet(reasonIn(say('upset'))))).toBe('');
    expect(reasonBeside(packet(reasonIn(say('asked_saying', { said: 'Parcel lost' }))))).toBe('Parcel lost');
    speak('en', {});
  });

  it('leaves out a language that nobody knows', () => {
    expect(sentimentLine(packet({ language: 'und' }))).toBe('Calm');
    expect(sentimentLine(packet({ language: '', suggestedSpecialty: 'billing' }))).toBe(
      'Calm. Suggested: billing',
    );
    expect(sentimentLine(packet({ language: 'de', sentiment: 'negative' }))).toMatch(
      /^Upset, (German|Deutsch)$/,
    );
  });
});
