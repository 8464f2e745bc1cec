import type { ReactNode } from 'react';
import type { HandoverPacket } from '../../protocol/model/handover';
import { valuesOf } from '../../protocol/fact-values';
import { sentimentLine, reasonBeside, stepsOf, triggerWord, wantOf } from '../text/packet-words';
import { Chip } from '../ui/chip';
import { Passages } from './sources';
import { t } from '../i18n/translate';

interface Props {
  packet: HandoverPacket;
  /** Stands below the facts. */
  children?: ReactNode;
}

/** Everything of a packet but its suggested reply. */
export function Packet({ packet, children }: Props) {
  const facts = Object.entries(packet.facts);
  return (
    <dl className="packet">
      <dt>{t('Why')}</dt>
      <dd>
        <strong>{`${triggerWord(packet)}.`}</strong> <span dir="auto">{reasonBeside(packet)}</span>
      </dd>
      <dt>{t('Wants')}</dt>
      <dd dir="auto">{wantOf(packet) || t('Not known yet')}</dd>
      <dt>{t('Tried')}</dt>
      <dd>
        <Tried steps={stepsOf(packet)} />
      </dd>
      {facts.length > 0 && (
        <>
          <dt>{t('Facts')}</dt>
          <dd className="chips">
            {facts.flatMap(([name, fact]) =>
              valuesOf(name, fact).map((value) => (
                <Chip key={`${name} ${value}`} name={name} value={value} />
              )),
            )}
            {children}
          </dd>
        </>
      )}
      <dt>{t('Mood')}</dt>
      <dd>{sentimentLine(packet)}</dd>
      {packet.sources.length > 0 && (
        <>
          <dt>{t('Sources')}</dt>
          <dd>
            <details>
              <summary>
                <bdi>{packet.sources[0]!.title}</bdi>
                {packet.sources.length > 1 && <span>{` +${packet.sources.length - 1}`}</span>}
              </summary>
              <Passages sources={packet.sources} />
            </details>
          </dd>
        </>
      )}
    </dl>
  );
}

function Tried({ steps }: { steps: readonly string[] }) {
  if (steps.length === 0) return <span className="quiet">{t('Nothing yet')}</span>;
  return (
    <ul>
      {steps.map((step, index) => (
        <li key={index} dir="auto">
          {step}
        </li>
      ))}
    </ul>
  );
}
