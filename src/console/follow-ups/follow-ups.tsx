// Drafts to customers who went silent or were promised something: read, changed, sent or dismissed by a person.
import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { FollowUp } from '../../protocol/follow-ups';
import type { Template } from '../../protocol/model/template';
import { channelWord } from '../../protocol/reply-text';
import { useConsole } from '../context';
import { fieldErrors, noErrors } from '../data/field-errors';
import { useNow } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { Rest } from '../ui/form';
import { Listing, More, PageFrame } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { SayWhy } from '../shell/say-why';
import { ago, whole } from '../text/time';
import { visitorName } from '../text/visitor-name';
import '../styles/follow-ups.css';
import { withParts } from '../i18n/parts';
import { fixed, t } from '../i18n/translate';

const TemplateDialog = lazy(() => import('../conversation/template-dialog'));

export default function FollowUps() {
  const pages = usePages<FollowUp>('follow-ups');
  return (
    <PageFrame title={t('Follow-ups')}>
      <p className="quiet pad">
        {t(
          'Drafts to customers who have not answered, or who were promised something. Nothing is sent before you say so; a draft whose customer writes meanwhile goes away by itself.',
        )}
      </p>
      <Listing
        pages={pages}
        empty={t('Nothing to follow up. Drafts are switched on in Settings, Follow-ups.')}
      >
        {pages.items.map((one) => (
          <Item key={one.id} followUp={one} />
        ))}
      </Listing>
      <More pages={pages} />
    </PageFrame>
  );
}

type Doing = 'send' | 'dismiss' | 'template' | undefined;

function Item({ followUp }: { followUp: FollowUp }) {
  const { customerId, customerName } = followUp;
  const { agent } = useConsole();
  const decision = useDecision(followUp);
  const { busy, errors, run, save, forget } = decision;
  const [text, setText] = useState(followUp.text);
  const [doing, setDoing] = useState<Doing>();
  const name = customerName ?? visitorName(customerId);
  const isOthers = followUp.kind === 'waiting' && followUp.agentId !== agent?.id;
  return (
    <li className="follow-up" aria-label={t('Follow-up to {name}', { name })}>
      <Head followUp={followUp} name={name} />
      <Textarea
        aria-label={t('Draft to {name}', { name })}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        disabled={!agent}
        error={errors.fields['text']}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          forget();
        }}
        onBlur={() => save(text)}
      />
      <Origin {...{ followUp, isOthers }} />
      <Rest save={decision} />
      {agent && doing !== 'dismiss' && (
        <Ways
          {...{ followUp, isOthers, busy }}
          isEmpty={!text.trim()}
          onSend={() => run('approve', { text })}
          onDoing={setDoing}
        />
      )}
      {doing === 'dismiss' && (
        <SayWhy
          label={t('Why is {name} not written to?', { name })}
          description={t('It is not drafted again.')}
          action={t('Dismiss')}
          busy={busy}
          onSay={(reason) => run('dismiss', { reason })}
          onCancel={() => setDoing(undefined)}
        />
      )}
      <Suspense>
        {doing === 'template' && (
          <TemplateDialog
            session={{ id: followUp.sessionId, channelId: followUp.channelId }}
            onFilled={(template) => run('approve', { template })}
            onClose={() => setDoing(undefined)}
          />
        )}
      </Suspense>
    </li>
  );
}

function Head({ followUp, name }: { followUp: FollowUp; name: string }) {
  const { sessionId, channelType, kind } = followUp;
  return (
    <p>
      <Icon name={channelIcon(channelType)} size={14} label={channelWord(channelType)} />{' '}
      <Link className="link" to={`/inbox/${sessionId}?tab=${kind === 'waiting' ? 'all' : 'closed'}`}>
        <bdi>{name}</bdi>
      </Link>
      <Why followUp={followUp} />
    </p>
  );
}

function Origin({ followUp, isOthers }: { followUp: FollowUp; isOthers: boolean }) {
  const { model, agentName, rules } = followUp;
  return (
    <>
      <p className="quiet">
        {model ? t('Drafted by {model}', { model }) : t('From a template')}
        {isOthers && ` · ${t('{name} has this conversation', { name: agentName ?? t('Somebody else') })}`}
      </p>
      {!rules.mayWrite && <p className="quiet">{rules.why && fixed(rules.why)}</p>}
    </>
  );
}

interface WaysProps {
  followUp: FollowUp;
  isOthers: boolean;
  busy: boolean;
  isEmpty: boolean;
  onSend: () => void;
  onDoing: (doing: Doing) => void;
}

function Ways({ followUp: { rules }, isOthers, busy, isEmpty, onSend, onDoing }: WaysProps) {
  return (
    <div className="follow-up-ways">
      {rules.mayWrite && (
        <Button size="compact-sm" loading={busy} disabled={isOthers || isEmpty} onClick={onSend}>
          {t('Send')}
        </Button>
      )}
      {!rules.mayWrite && rules.forms.includes('template') && (
        <Button size="compact-sm" disabled={isOthers || busy} onClick={() => onDoing('template')}>
          {t('Send a template…')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onDoing('dismiss')}>
        {t('Dismiss…')}
      </Button>
    </div>
  );
}

function Why({ followUp: { kind, since, promised } }: { followUp: FollowUp }) {
  const now = useNow(60_000);
  const time = (
    <time dateTime={since} title={whole(since)}>
      {ago(since, now)}
    </time>
  );
  return (
    <span className="quiet follow-up-why">
      {kind === 'waiting' ? (
        <>{withParts(t('The last word was ours: {time}'), { time })}</>
      ) : (
        <>{withParts(t('Closed {time}, and this was promised:'), { time })}</>
      )}
      {promised && (
        <>
          {' '}
          <q dir="auto">{promised}</q>
        </>
      )}
    </span>
  );
}

/** What was decided elsewhere meanwhile is said, and gone with the next look. */
function useDecision({ id, text }: FollowUp) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState(noErrors);
  const saved = useRef<string | undefined>(text);
  async function decide(
    how: 'save' | 'approve' | 'dismiss',
    body: { text?: string; template?: Template; reason?: string },
  ) {
    // The button that took the focus from the field stays one that can be pressed, and where it is.
    if (how !== 'save') {
      setBusy(true);
      setErrors(noErrors);
    }
    try {
      if (how === 'save') {
        saved.current = body.text;
        await http.patch(`follow-ups/${id}`, body);
      } else {
        await http.post(`follow-ups/${id}/${how}`, body);
        await queries.invalidateQueries({ queryKey: ['follow-ups'] });
      }
    } catch (error) {
      if (how === 'save') saved.current = undefined;
      setErrors(fieldErrors(error, ['text']));
    } finally {
      if (how !== 'save') setBusy(false);
    }
  }
  return {
    busy,
    errors,
    run: (...given: Parameters<typeof decide>) => void decide(...given),
    save: (text: string) => text.trim() && text !== saved.current && void decide('save', { text }),
    forget: () => setErrors(noErrors),
  };
}
