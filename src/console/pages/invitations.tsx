// Who was invited and has not joined yet.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Invitation, Invited } from '../../protocol/invitations';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { left, whole } from '../text/time';
import { Listing, More } from './page-frame';
import { usePages } from './use-pages';

const InviteDialog = lazy(() => import('./invite-dialog'));

export function Invitations() {
  const pages = usePages<Invitation>('invitations');
  const [inviting, setInviting] = useState<{ made?: Invited } | null>(null);
  return (
    <section>
      <div className="toolbar">
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting({})}>
          Invite a person
        </Button>
      </div>
      {(pages.items.length > 0 || pages.error !== null) && (
        <>
          <h3>Invited</h3>
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
        {mail === 'not_sent' && <span className="quiet"> no mail went out</span>}
      </span>
      <span className="quiet">{role}</span>
      <span className={state === 'expired' ? 'warns' : 'quiet'} title={whole(expiresAt)}>
        {state === 'expired' ? 'link expired' : `good for ${daysLeft(expiresAt, now)}`}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-label={`New link for ${email}`}
        onClick={() => changed(async () => onMade(await http.post<Invited>(`invitations/${id}/resend`)))}
      >
        New link
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-label={`Take back the invitation of ${email}`}
        onClick={() => changed(() => http.remove(`invitations/${id}`))}
      >
        Take back
      </Button>
    </li>
  );
}

const dayMs = 86_400_000;

function daysLeft(iso: string, now: number): string {
  const days = Math.round((Date.parse(iso) - now) / dayMs);
  if (days < 2) return left(iso, now);
  return `${days} days`;
}
