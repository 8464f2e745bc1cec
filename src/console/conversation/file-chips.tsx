import { Loader } from '@mantine/core';
import { Icon } from '../icons';
import type { Files } from './use-files';
import { t } from '../i18n/translate';

/** The files that go out with the reply. */
export function FileChips({ chosen }: { chosen: Files }) {
  if (chosen.files.length === 0) return null;
  return (
    <ul className="file-chips" aria-label={t('Files to send')}>
      {chosen.files.map((one) => (
        <li key={one.key} className={one.error ? 'failed' : undefined}>
          {one.sent || one.error ? (
            <Icon name={one.error ? 'alert' : 'file'} size={14} />
          ) : (
            <Loader size={12} aria-label={t('Uploading')} />
          )}
          <bdi>{one.file.name}</bdi>
          {one.error && (
            <span role="alert">
              <span>{t('Not uploaded: {error}', { error: one.error })}</span>{' '}
              <button type="button" className="link" onClick={() => chosen.retry(one)}>
                {t('Retry')}
              </button>
            </span>
          )}
          <button
            type="button"
            className="chip-remove"
            aria-label={t('Remove {name}', { name: one.file.name })}
            onClick={() => chosen.remove(one.key)}
          >
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}
