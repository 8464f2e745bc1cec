// An agent's own: how their conversations were scored, what they say of it, and what they were told.
import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CoachingNote, QualityReview } from '../../protocol/quality';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { FormDialog, useSaving } from '../ui/form';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { ago, dateOf } from '../text/time';
import { NoteWords } from './coaching';
import { Score } from './review-list';
import { valueWord } from './score-words';
import { t } from '../i18n/translate';

const reviewsPath = 'quality/my-reviews';
const notesPath = 'coaching-notes/mine';

export default function Mine() {
  const reviews = usePages<QualityReview>(reviewsPath);
  const notes = usePages<CoachingNote>(notesPath);
  return (
    <>
      <section aria-labelledby="coaching-notes">
        <h2 id="coaching-notes">{t('Coaching notes')}</h2>
        <Listing pages={notes} empty={t('Nobody has written you a note.')}>
          {notes.items.map((note) => (
            <OwnNote key={note.id} note={note} />
          ))}
        </Listing>
        <More pages={notes} />
      </section>
      <section aria-labelledby="own-reviews">
        <h2 id="own-reviews">{t('Your reviews')}</h2>
        <Listing pages={reviews} empty={t('None of your conversations has been scored yet.')}>
          {reviews.items.map((review) => (
            <OwnReview key={review.id} review={review} />
          ))}
        </Listing>
        <More pages={reviews} />
      </section>
    </>
  );
}

function OwnNote({ note }: { note: CoachingNote }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const now = useNow(60_000);
  const read = () =>
    act(async () => {
      await http.post(`coaching-notes/${note.id}/acknowledge`);
      await queries.invalidateQueries({ queryKey: [notesPath] });
    });
  return (
    <li>
      <span className="main">
        <NoteWords note={note} />
        <br />
        <span className="quiet">
          <bdi>{note.authorName}</bdi>, {ago(note.createdAt, now)}
        </span>
      </span>
      {note.acknowledgedAt ? (
        <span className="state agent">
          <Icon name="check" size={14} /> {t('You have read it')}
        </span>
      ) : (
        <Button size="compact-sm" loading={busy} onClick={read}>
          {t('I have read it')}
        </Button>
      )}
    </li>
  );
}

function OwnReview({ review }: { review: QualityReview }) {
  const [answering, setAnswering] = useState(false);
  const { answer, erased } = review;
  return (
    <li>
      <span className="main">
        {erased ? (
          <em className="quiet">{t('This was erased.')}</em>
        ) : (
          <Link to={`/inbox/${review.sessionId}?tab=all`}>
            {t('Closed in the week of {time}', { time: dateOf(review.week) })}
          </Link>
        )}
        <OwnScores review={review} />
        {review.comment && (
          <p className="quality-words" dir="auto">
            {review.comment}
          </p>
        )}
        {answer && (
          <p className="quiet">
            {answer.agrees ? t('You agree') : t('You disagree')}
            {answer.text && <>: {answer.text}</>}
          </p>
        )}
      </span>
      <Score review={review} />
      {!erased && (
        <Button size="compact-sm" variant="default" onClick={() => setAnswering(true)}>
          {answer ? t('Change your answer') : t('Answer')}
        </Button>
      )}
      {answering && <AnswerDialog review={review} onClose={() => setAnswering(false)} />}
    </li>
  );
}

function OwnScores({ review }: { review: QualityReview }) {
  return (
    <ul className="quality-lines">
      {review.scores.map(({ criterionId, name, value, comment }) => {
        const criterion = review.criteria.find(({ id }) => id === criterionId);
        return (
          <li key={criterionId}>
            <bdi>{name}</bdi>: <strong>{criterion ? valueWord(criterion, value) : value}</strong>
            {comment && (
              <span className="quiet" dir="auto">
                {' '}
                {comment}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function AnswerDialog({ review, onClose }: { review: QualityReview; onClose: () => void }) {
  const { http } = useConsole();
  const [text, setText] = useState(review.answer?.text ?? '');
  const save = useSaving(reviewsPath, ['text'], onClose);
  const send = (agrees: boolean) => () => http.post(`${reviewsPath}/${review.id}/answer`, { agrees, text });
  return (
    <FormDialog title={t('I disagree, because')} save={save} onClose={onClose} onSave={send(false)}>
      <Textarea
        label={t('Why')}
        description={t('Whoever reviews sees it. The scores stay until they change them.')}
        data-autofocus
        autosize
        minRows={3}
        maxLength={2000}
        value={text}
        error={save.errors.fields['text']}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Button variant="default" size="compact-sm" disabled={save.busy} onClick={() => save.run(send(true))}>
        {t('I agree with it')}
      </Button>
    </FormDialog>
  );
}
