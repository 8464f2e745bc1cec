// Coaching notes, as who reviews sees them: for whom, and whether they have been read.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CoachingNote } from '../../protocol/quality';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { Explained } from '../ui/explained';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { DeleteButton } from '../ui/delete-button';
import { ago } from '../text/time';
import CoachingDialog from './coaching-dialog';
import { t } from '../i18n/translate';

export default function Coaching() {
  const pages = usePages<CoachingNote>('coaching-notes');
  const [writing, setWriting] = useState(false);
  return (
    <>
      <Explained word={t('New note')} onNew={() => setWriting(true)}>
        {t('What you tell an agent. They see it here and say that they have read it.')}
      </Explained>
      <Listing pages={pages} empty={t('No note yet.')}>
        {pages.items.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </Listing>
      <More pages={pages} />
      {writing && <CoachingDialog onClose={() => setWriting(false)} />}
    </>
  );
}

function Note({ note }: { note: CoachingNote }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const now = useNow(60_000);
  const remove = () =>
    act(async () => {
      await http.remove(`coaching-notes/${note.id}`);
      await queries.invalidateQueries({ queryKey: ['coaching-notes'] });
    });
  return (
    <li>
      <span className="main">
        <strong>
          <bdi>{note.agentName}</bdi>
        </strong>
        <br />
        <NoteWords note={note} />
        <br />
        <span className="quiet">
          <bdi>{note.authorName}</bdi>, {ago(note.createdAt, now)}
        </span>
      </span>
      <span className={note.acknowledgedAt ? 'state agent' : 'state waiting'}>
        <Icon name={note.acknowledgedAt ? 'check' : 'clock'} size={14} />{' '}
        {note.acknowledgedAt ? t('Read {time}', { time: ago(note.acknowledgedAt, now) }) : t('Not read yet')}
      </span>
      <DeleteButton
        name={t('the note for {agentName}', { agentName: note.agentName })}
        busy={busy}
        onDelete={remove}
      />
    </li>
  );
}

export function NoteWords({ note: { text } }: { note: CoachingNote }) {
  return text ? (
    <span className="quality-words" dir="auto">
      {text}
    </span>
  ) : (
    <em className="quiet">{t('This was erased.')}</em>
  );
}
