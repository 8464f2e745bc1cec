// Who was invited and has not joined yet.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Invitation, Invited } from '../../protocol/invitations';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { left, whole } from '../text/time';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { plural, t } from '../i18n/translate';
import { roleWords } from './role-words';

const InviteDialog = lazy(() => import('./invite-dialog'));

export function Invitations() {
  const pages = usePages<Invitation>('invitations');
  const [inviting, setInviting] = useState<{ made?: Invited } | null>(null);
  return (
    <section>
      <div className="toolbar">
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting({})}>
          {t('Invite a person')}
        </Button>
      </div>
      {(pages.items.length > 0 || pages.error !== null) && (
        <>
          <h3>{t('Invited')}</h3>
          <Listing pages={pages} empty="">
            {pages.items.map((one) => (
              <InvitedRow key={one.id} invitation={one} onMade={(made) => setInviting({ made })} />
            ))}
          </Listing>
          <More pages={pages} />
        </>
      )}
      <Suspense>{inviting && <InviteDialog {...inviting} onClose={() => setInviting(null)} />}</Suspense>
    </section>
  );
}

function InvitedRow({ invitation, onMade }: { invitation: Invitation; onMade: (made: Invited) => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const now = useNow(60_000);
  const { id, email, role, state, mail, expiresAt } = invitation;
  const changed = (work: () => Promise<unknown>) =>
    // What could not be changed is not as it is shown, either: somebody has joined meanwhile, say.
    act(() => work().finally(() => queries.invalidateQueries({ queryKey: ['invitations'] })));
  return (
    <li>
      <span className="main">
        <strong>
          <bdi>{email}</bdi>
        </strong>
        {mail === 'not_sent' && <span className="quiet"> {t('no mail went out')}</span>}
        {mail === 'uncertain' && (
          <span className="quiet"> {t('it is not known whether the mail arrived')}</span>
        )}
      </span>
      <span className="quiet">{roleWords[role]}</span>
      <span className={state === 'expired' ? 'warns' : 'quiet'} title={whole(expiresAt)}>
        {state === 'expired' ? t('link expired') : t('good for {time}', { time: daysLeft(expiresAt, now) })}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-label={t('New link for {email}', { email })}
        onClick={() => changed(async () => onMade(await http.post<Invited>(`invitations/${id}/resend`)))}
      >
        {t('New link')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-label={t('Take back the invitation of {email}', { email })}
        onClick={() => changed(() => http.remove(`invitations/${id}`))}
      >
        {t('Take back')}
      </Button>
    </li>
  );
}

const dayMs = 86_400_000;

function daysLeft(iso: string, now: number): string {
  const days = Math.round((Date.parse(iso) - now) / dayMs);
  if (days < 2) return left(iso, now);
  return plural(days, { one: '1 day', other: '{count} days' });
}
