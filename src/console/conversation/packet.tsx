import type { HandoverPacket } from '../../protocol/model/handover';
import { Chip } from './chip';
import { Passages } from './sources';

const triggerWords: Record<HandoverPacket['trigger'], string> = {
  requested: 'Asked for a person',
  low_confidence: 'The AI was not sure',
  sentiment: 'The customer is upset',
  rule: 'A rule of yours',
  turn_cap: 'Too many turns with the AI',
  failure: 'The AI failed',
};

const moodWords = { positive: 'In a good mood', neutral: 'Calm', negative: 'Upset' } as const;

export const triggerWord = (packet: HandoverPacket) => triggerWords[packet.trigger];

export function mood(packet: HandoverPacket): string {
  return `${moodWords[packet.sentiment]}, ${language(packet.language)}`;
}

function language(code: string): string {
  if (!code || code === 'und') return 'language not known';
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Everything of a packet but its suggested reply. */
export function Packet({ packet }: { packet: HandoverPacket }) {
  const facts = Object.entries(packet.facts);
  return (
    <dl className="packet">
      <dt>Why</dt>
      <dd>
        <strong>{triggerWord(packet)}.</strong> <span dir="auto">{packet.reason}</span>
      </dd>
      <dt>Wants</dt>
      <dd dir="auto">{packet.summary || packet.intent || 'Not known yet'}</dd>
      <dt>Tried</dt>
      <dd>
        {packet.stepsTried.length === 0 ? (
          <span className="quiet">Nothing yet</span>
        ) : (
          <ul>
            {packet.stepsTried.map((step, index) => (
              <li key={index} dir="auto">
                {step}
              </li>
            ))}
          </ul>
        )}
      </dd>
      {facts.length > 0 && (
        <>
          <dt>Facts</dt>
          <dd className="chips">
            {facts.map(([name, value]) => (
              <Chip key={name} name={name} value={value} />
            ))}
          </dd>
        </>
      )}
      <dt>Mood</dt>
      <dd>
        {mood(packet)}
        {packet.suggestedSpecialty && `. Suggested: ${packet.suggestedSpecialty}`}
      </dd>
      {packet.sources.length > 0 && (
        <>
          <dt>Sources</dt>
          <dd>
            <details>
              <summary>
                <bdi>{packet.sources[0]!.title}</bdi>
                {packet.sources.length > 1 && ` +${packet.sources.length - 1}`}
              </summary>
              <Passages sources={packet.sources} />
            </details>
          </dd>
        </>
      )}
    </dl>
  );
}
