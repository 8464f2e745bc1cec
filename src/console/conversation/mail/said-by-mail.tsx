// What stands around a message that came or went by mail: who wrote to whom, whether that is sure, and the whole mail.
import { lazy, Suspense, useState } from 'react';
import type { MailHead } from '../../../protocol/model/mail';
import type { Message } from '../../../protocol/model/message';
import { Icon } from '../../icons';
import { hrefOf } from '../../text/links';
import '../../styles/mail.css';
import { t } from '../../i18n/translate';

const Original = lazy(() => import('./original-dialog'));

interface HeadProps {
  mail: MailHead;
  /** Where it is another one than before. */
  subject: string | undefined;
  /** What stands above it already. */
  name: string;
}

export function MailLines({ mail, subject, name }: HeadProps) {
  const { from, to = [], cc = [], verdict, automatic } = mail;
  return (
    <div className="mail-lines">
      <p className="mail-from">
        {from && from.address !== name && <bdi>{from.address}</bdi>}
        {verdict === 'pass' && (
          <span className="mail-sure" title={t("The sender's domain vouches for this mail.")}>
            <Icon name="check" size={12} /> <span>{t('Verified')}</span>
          </span>
        )}
        {verdict === 'fail' && (
          <span
            className="mail-unsure"
            title={t("The sender's domain does not vouch for this mail: anybody may have written it.")}
          >
            <Icon name="alert" size={12} /> <span>{t('Not verified')}</span>
          </span>
        )}
        {automatic && <span className="label">{automaticWords[automatic]}</span>}
      </p>
      <People word={t('To|mail')} people={to} />
      <People word={t('Cc')} people={cc} />
      {subject && (
        <p className="mail-subject">
          <span className="quiet">{t('Subject:')}</span> <bdi>{subject}</bdi>
        </p>
      )}
    </div>
  );
}

const automaticWords = {
  reply: t('Automatic reply'),
  list: t('Mailing list'),
  bounce: t('Returned mail'),
  notification: t('Automatic mail'),
};

const mostShown = 3;

function People({ word, people }: { word: string; people: NonNullable<MailHead['cc']> }) {
  const [all, setAll] = useState(false);
  if (people.length === 0) return null;
  const shown = all ? people : people.slice(0, mostShown);
  return (
    <p className="mail-people">
      <span className="quiet">{word}:</span>{' '}
      {shown.map(({ address, name }, index) => (
        <span key={address} title={address}>
          <bdi>{name ?? address}</bdi>
          {index < shown.length - 1 && ', '}
        </span>
      ))}
      {people.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('and {count} more', { count: people.length - shown.length })}
        </button>
      )}
    </p>
  );
}

/** The reply alone is shown; the rest is one press away. A mail that is shown whole can be had as a file. */
export function MailFoot({ message }: { message: Message }) {
  const [open, setOpen] = useState(false);
  const { mail, mediaUrl } = message.content;
  const href = hrefOf(mediaUrl);
  if (mail?.isCut) {
    return (
      <p className="mail-foot">
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t('Show original')}
        </button>
        <Suspense>{open && <Original message={message} onClose={() => setOpen(false)} />}</Suspense>
      </p>
    );
  }
  if (!mail?.from || !href) return null;
  return (
    <p className="mail-foot">
      <a className="link quiet" href={href} download="original.eml">
        {t('Download original')}
      </a>
    </p>
  );
}
