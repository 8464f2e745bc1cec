// A visitor of the web: the time where they are, with what they read, on which page, and on which ones before.
import type { Visit } from '../../protocol/visits';
import { useNow } from '../hooks';
import { languageName } from '../text/language-name';
import { hrefOf } from '../text/links';
import { timeThere } from '../text/there';
import { ago, whole } from '../text/time';
import '../styles/visit.css';
import { listed, locale, plural, t } from '../i18n/translate';

type PageSeen = Visit['pages'][number];

interface Props {
  visit: Visit;
  /** In which they write, as far as that is known. */
  language: string | undefined;
}

export default function VisitPart({ visit, language }: Props) {
  const now = useNow(15_000);
  const { city, country, timeZone, device, os, browser, referrer } = visit;
  const [page, ...before] = visit.pages;
  const where = listed([city, country && countryName(country)]);
  const time = timeZone && timeThere(timeZone, now);
  const reads = [device && devices[device], os, browser, languageWords(visit.language, language)]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="visit">
      {(where || time) && (
        <p className="quiet" title={timeZone}>
          {[where, time].filter(Boolean).join(' · ')}
        </p>
      )}
      {reads && <p className="quiet">{reads}</p>}
      {page && (
        <p className="customer-page">
          <span className="quiet">{t('On page')}</span> <Seen page={page} now={now} />
        </p>
      )}
      {before.length > 0 && (
        <details>
          <summary>{plural(before.length, { one: '1 page before', other: '{count} pages before' })}</summary>
          <ol>
            {before.map((one) => (
              <li key={`${one.at} ${one.url}`}>
                <Seen page={one} now={now} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {referrer && (
        <p className="quiet">{t('Came from {site}', { site: referrer.replace(/^https?:\/\//, '') })}</p>
      )}
    </div>
  );
}

const devices: Record<NonNullable<Visit['device']>, string> = {
  computer: t('Computer'),
  phone: t('Phone|device'),
  tablet: t('Tablet'),
};

/** By its title where it has one; only a link when it leads to a page. */
function Seen({ page: { url, title, at }, now }: { page: PageSeen; now: number }) {
  const href = /^https?:/.test(url) ? hrefOf(url) : undefined;
  const words = title ?? url.replace(/^https?:\/\//, '');
  return (
    <>
      {href ? (
        <a className="link" href={href} title={url} target="_blank" rel="noopener noreferrer nofollow ugc">
          <bdi>{words}</bdi>
        </a>
      ) : (
        <bdi>{words}</bdi>
      )}{' '}
      <time className="quiet" dateTime={at} title={whole(at)}>
        {ago(at, now)}
      </time>
    </>
  );
}

/** What they write in; else what their browser asks for. */
function languageWords(asked: string | undefined, written: string | undefined): string | undefined {
  if (written && written !== 'und') return t('Writes {language}', { language: nameOf(written) });
  return asked && t('Reads {language}', { language: nameOf(asked) });
}

function nameOf(code: string): string {
  try {
    return languageName(code);
  } catch {
    return code;
  }
}

function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(locale() ?? 'en', { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
