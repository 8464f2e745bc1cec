// Companies, customers, conversations and notes about customers that have the words.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, type NavigateFunction } from 'react-router';
import type { CustomerDetails } from '../../protocol/customers';
import type { Session } from '../../protocol/model/session';
import { placeOfNote } from '../../protocol/noted-customer';
import type { FoundInCustomerNote, FoundItem, FoundKind } from '../../protocol/search';
import { useCompanies } from '../companies/use-companies';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { clip } from '../text/clip';
import { closedWord } from '../text/closed-word';
import { customerNameOf, visitorName } from '../text/visitor-name';
import type { Choice } from './choice';
import { t } from '../i18n/translate';

export function useFoundChoices(words: string): Choice[] {
  const navigate = useNavigate();
  const companies = useCompanies(words, words.length > 1);
  const [q] = useDebouncedValue(words, 200);
  const customers = useFound<Omit<CustomerDetails, 'identities'>>('customers', q, { limit: 5 });
  const sessions = useFound<Session>('sessions', q, { limit: 8 });
  const notes = useFound<FoundItem>('search', q, { limit: 3, kind: 'customer_note' });
  return [
    ...companies.map(({ id, name }): Choice => ({
      key: `company-${id}`,
      label: name,
      icon: 'people',
      run: () => void navigate(`/companies/${id}`),
    })),
    ...sessions.map((session): Choice => ({
      key: session.id,
      label: `${customerNameOf(session)}: ${clip(session.lastMessage?.text ?? '', 60)}${session.mergedInto ? ` · ${closedWord(session)}` : ''}`,
      icon: session.mergedInto ? 'merge' : 'person',
      run: () => void navigate(`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`),
    })),
    ...customers.map(({ id, name, email, phone }): Choice => ({
      key: `customer-${id}`,
      label: t('Customer: {name}', { name: name ?? email ?? phone ?? visitorName(id) }),
      icon: 'person',
      run: () => void navigate(`/customers/${id}`),
    })),
    ...notes.flatMap((note) => (note.kind === 'customer_note' ? [choiceOf(note, navigate)] : [])),
  ];
}

function choiceOf(
  { noteId: id, customerId, customerName, highlight }: FoundInCustomerNote,
  navigate: NavigateFunction,
): Choice {
  const name = customerName ?? visitorName(customerId);
  return {
    key: `note-${id}`,
    label: t('Note about {name}: {text}', { name, text: clip(highlight.text, 60) }),
    icon: 'lock',
    run: () => void navigate(`/${placeOfNote({ id, customerId })}`),
  };
}

function useFound<One>(
  path: 'customers' | 'sessions' | 'search',
  q: string,
  asked: { limit: number; kind?: FoundKind },
): One[] {
  const { http } = useConsole();
  const found = useQuery({
    queryKey: ['palette', path, q],
    queryFn: () => http.get<Page<One>>(path, { q, ...asked }),
    enabled: q.length > 1,
  });
  return q.length > 1 ? (found.data?.items ?? []) : [];
}
