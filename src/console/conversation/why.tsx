// "Why this answer?": what the AI was asked, from what it answered, how sure it was, and what it took.
import { useQuery } from '@tanstack/react-query';
import type { Message } from '../../protocol/model/message';
import type { Why as Answer } from '../../protocol/provenance';
import { useConsole } from '../context';
import { Failure, sentence } from '../data/failure';
import { Icon } from '../icons';
import { hrefOf } from '../text/links';
import { whole } from '../text/time';
import { Text } from './text';
import { listed, locale, t } from '../i18n/translate';

const tenths = new Intl.NumberFormat(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export default function Why({ message: { sessionId, seq } }: { message: Message }) {
  const { http } = useConsole();
  const path = `sessions/${sessionId}/messages/${seq}/why`;
  const found = useQuery({ queryKey: [path], queryFn: () => http.get<Answer>(path) });
  if (found.isError) {
    const unknown = found.error instanceof Failure && found.error.code === 'not_found';
    return (
      <p className="quiet" role="alert">
        {unknown ? t('Nothing is recorded of this answer.') : sentence(found.error)}
      </p>
    );
  }
  if (!found.data) return <p className="quiet">&nbsp;</p>;
  return <Told answer={found.data} />;
}

const reasons = {
  wrong: t('it is wrong'),
  incomplete: t('it is not complete'),
  off_topic: t('it is not what was asked'),
};

function Told({ answer }: { answer: Answer }) {
  const { question, feedback, confidence, provider, model, latencyMs, cached, at } = answer;
  const how = [
    latencyMs !== undefined && t('{count} s', { count: tenths.format(latencyMs / 1_000) }),
    cached &&
      (cached === 'exact' ? t('as it was answered before') : t('as it was answered before in other words')),
  ].filter(Boolean);
  return (
    <dl className="packet why">
      <dt>{t('Asked')}</dt>
      <dd dir="auto">{question || t('Erased')}</dd>
      <dt>{t('Sure')}</dt>
      <dd>{confidence === undefined ? t('Not known') : `${Math.round(confidence * 100)} %`}</dd>
      <dt>{t('By|whom')}</dt>
      <dd>
        <span title={whole(at)}>{listed([provider, model, ...how])}</span>
      </dd>
      <dt>{t('Cost')}</dt>
      <dd>{costOf(answer)}</dd>
      {feedback && (
        <>
          <dt>{t('Helped')}</dt>
          <dd>
            {feedback.helpful ? t('Yes') : t('No') + (feedback.reason ? `: ${reasons[feedback.reason]}` : '')}
            {feedback.comment && <p dir="auto">{`“${feedback.comment}”`}</p>}
          </dd>
        </>
      )}
      <dt>{t('From|sources')}</dt>
      <dd>
        <ol className="passages">
          {answer.sources.map((source) => (
            <Passage key={source.chunkId} source={source} />
          ))}
        </ol>
      </dd>
    </dl>
  );
}

function costOf({ model, cached, inputTokens, outputTokens = 0, cost, currency }: Answer): string {
  if (cached || model === undefined) return t('Nothing|cost');
  if (inputTokens === undefined) return t('Not known');
  const tokens = t('{read} tokens read, {written} written', { read: inputTokens, written: outputTokens });
  const isPriced = cost !== undefined && currency !== undefined;
  return listed([tokens, isPriced ? money(cost, currency) : t('no price is set for them')]);
}

/** An answer costs a fraction of a cent. */
const money = (amount: number, currency: string) =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency, maximumFractionDigits: 6 }).format(amount);

function Passage({ source }: { source: Answer['sources'][number] }) {
  const { title, score, version, currentVersion, outOfDate, url, excerpt } = source;
  return (
    <li>
      <p>
        <strong dir="auto">{title}</strong>{' '}
        <span className="quiet">
          {listed(
            [
              `${Math.round(score * 100)} %`,
              version !== undefined && t('version {version}', { version }),
            ].filter(Boolean),
          )}
        </span>{' '}
        {hrefOf(url) && (
          <a href={hrefOf(url)} target="_blank" rel="noopener noreferrer">
            {t('Open|do')}
          </a>
        )}
      </p>
      {outOfDate && (
        <p className="state waiting">
          <Icon name="alert" size={13} />{' '}
          <span>
            {currentVersion === undefined
              ? t('The article is gone')
              : t('Not in version {version} any more', { version: currentVersion })}
          </span>
        </p>
      )}
      <div className="excerpt">
        <Text formatted>{excerpt}</Text>
      </div>
    </li>
  );
}
