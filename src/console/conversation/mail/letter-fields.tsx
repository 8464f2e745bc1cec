// To whom a reply by mail goes, in a line; the subject and who gets a copy behind it.
import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { NewMail } from '../../../protocol/model/mail';
import type { Session } from '../../../protocol/model/session';
import { useConsole } from '../../context';
import { addressesIn, letterOf, mailOf, threadOf, type Letter, type Thread } from '../../data/letter';
import { Icon } from '../../icons';
import '../../styles/mail.css';
import { listed, t } from '../../i18n/translate';

/** What is to be sent beside the words; `wrong`: not as it stands. */
export interface Addressed {
  mail: NewMail | undefined;
  wrong: boolean;
}

interface Props {
  session: Session;
  /** Of the channel. */
  signature: string | undefined;
  onChange: (addressed: Addressed) => void;
}

export default function LetterFields({ session, signature, onChange }: Props) {
  const { thread, letter, write } = useLetter(session);
  const [asked, setAsked] = useState(false);
  const { found, wrong } = addressesIn(letter.cc);
  const isTooMany = found.length > mostCopies;
  const isWrong = wrong.length > 0 || isTooMany;
  const open = asked || isWrong;
  const sent = JSON.stringify(mailOf(thread, letter));
  useEffect(() => {
    onChange({ mail: sent === undefined ? undefined : (JSON.parse(sent) as NewMail), wrong: isWrong });
  }, [sent, isWrong]);
  const to = thread.to ?? t('the customer');
  return (
    <div className="letter">
      <p className="letter-line">
        <button type="button" aria-expanded={open} onClick={() => setAsked(!open)}>
          <Icon name={open ? 'up' : 'down'} size={13} />
          <span>
            {t('To|mail')} <bdi>{to}</bdi>
            {found.length > 0 && (
              <>
                {' · '}
                {t('Cc')} <bdi>{listed(found)}</bdi>
              </>
            )}
          </span>
        </button>
        {signature && (
          <span className="quiet" title={signature}>
            {t('Signed by the channel')}
          </span>
        )}
      </p>
      {open && (
        <div className="letter-fields">
          <TextInput
            size="xs"
            label={t('Subject')}
            maxLength={250}
            value={letter.subject}
            onChange={(event) => write({ ...letter, subject: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t('Cc')}
            description={
              found.length > 0 ? t('With commas between them.') : t('Empty: only {to} gets it.', { to })
            }
            placeholder="name@example.com, other@example.com"
            value={letter.cc}
            error={wrongWords(wrong, isTooMany)}
            onChange={(event) => write({ ...letter, cc: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  );
}

/** As many as the server takes. */
const mostCopies = 20;

function wrongWords(wrong: readonly string[], isTooMany: boolean): string | undefined {
  if (wrong.length > 0) return t('Not an address: {addresses}', { addresses: listed(wrong) });
  return isTooMany ? t('At most {count} people get a copy.', { count: mostCopies }) : undefined;
}

interface Kept extends Letter {
  /** The customer's last mail when it was written: another one asks anew who gets the answer. */
  of: string;
}

function useLetter(session: Session): { thread: Thread; letter: Letter; write: (next: Letter) => void } {
  const { drafts } = useConsole();
  const thread = threadOf(session);
  const [kept, setKept] = useState(() => parsed(drafts.get(session.id, 'letter')));
  return {
    thread,
    letter: kept?.of === thread.of ? kept : letterOf(thread),
    write(next) {
      const changed = { ...next, of: thread.of };
      setKept(changed);
      drafts.set(session.id, 'letter', JSON.stringify(changed));
    },
  };
}

function parsed(text: string): Kept | undefined {
  try {
    const { subject, cc, of } = JSON.parse(text) as Record<string, unknown>;
    return [subject, cc, of].every((one) => typeof one === 'string')
      ? ({ subject, cc, of } as Kept)
      : undefined;
  } catch {
    return undefined;
  }
}
