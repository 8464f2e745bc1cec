import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Analytics as Numbers } from '../../protocol/analytics';
import { useConsole } from '../context';
import { duration } from '../text/time';
import Copilot from './copilot-report';
import { PageFrame, Trouble, Waiting } from './page-frame';

type Day = Numbers['days'][number];

export default function Analytics() {
  const { http } = useConsole();
  const [range, setRange] = useState(lastDays(30));
  const [channelType, setChannelType] = useState<string | null>(null);
  const numbers = useQuery({
    queryKey: ['analytics', range, channelType],
    queryFn: () => http.get<Numbers>('analytics', { ...range, channelType: channelType ?? undefined }),
    enabled: Boolean(range.from && range.to),
  });
  return (
    <PageFrame title="Analytics">
      <div className="toolbar">
        <TextInput
          type="date"
          label="From"
          value={range.from}
          onChange={(event) => setRange({ ...range, from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To"
          value={range.to}
          onChange={(event) => setRange({ ...range, to: event.currentTarget.value })}
        />
        <Select
          label="Channel"
          placeholder="All"
          clearable
          clearButtonProps={{ 'aria-label': 'All channels' }}
          data={[
            { value: 'web', label: 'Web chat' },
            { value: 'whatsapp', label: 'WhatsApp' },
            { value: 'email', label: 'E-mail' },
          ]}
          value={channelType}
          onChange={setChannelType}
        />
      </div>
      <p className="quiet pad">Days are in UTC; a conversation counts on the day it started.</p>
      {numbers.isError && <Trouble error={numbers.error} onRetry={() => void numbers.refetch()} />}
      {numbers.isPending && <Waiting />}
      {numbers.data && <Shown numbers={numbers.data} />}
      <Copilot />
    </PageFrame>
  );
}

function lastDays(count: number): { from: string; to: string } {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return { from: day(Date.now() - (count - 1) * 86_400_000), to: day(Date.now()) };
}

function Shown({ numbers: { totals, days } }: { numbers: Numbers }) {
  const closed = totals.aiResolvedConversations + totals.agentResolvedConversations;
  const share = closed
    ? `${Math.round((100 * totals.aiResolvedConversations) / closed)} %`
    : 'None closed yet';
  const told = days.filter(({ totalConversations }) => totalConversations > 0).reverse();
  return (
    <>
      <dl className="numbers">
        <Figure name="Conversations" value={String(totals.totalConversations)} />
        <Figure name="Resolved by the AI" value={String(totals.aiResolvedConversations)} />
        <Figure name="Resolved by agents" value={String(totals.agentResolvedConversations)} />
        <Figure name="Share of the AI" value={share} />
      </dl>
      {told.length === 0 ? (
        <p className="quiet pad">No conversation started in these days.</p>
      ) : (
        <table className="table">
          <caption className="hidden">Numbers by day</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" className="n">
                Conversations
              </th>
              <th scope="col" className="n">
                By the AI
              </th>
              <th scope="col" className="n">
                By agents
              </th>
              <th scope="col" className="n">
                The AI answers in
              </th>
              <th scope="col" className="n">
                People first answer in
              </th>
              <th scope="col" className="n">
                Until closed
              </th>
              <th scope="col" className="n">
                Rating
              </th>
            </tr>
          </thead>
          <tbody>
            {told.map((day) => (
              <Row key={day.date} day={day} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ day }: { day: Day }) {
  const time = (seconds: number | null) => (seconds === null ? '–' : duration(seconds));
  return (
    <tr>
      <th scope="row">
        {new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(
          Date.parse(day.date),
        )}
      </th>
      <td className="n">{day.totalConversations}</td>
      <td className="n">{day.aiResolvedConversations}</td>
      <td className="n">{day.agentResolvedConversations}</td>
      <td className="n">{time(day.avgResponseTimeSeconds)}</td>
      <td className="n">{time(day.avgFirstHumanResponseSeconds)}</td>
      <td className="n">{time(day.avgResolutionTimeSeconds)}</td>
      <td className="n">{day.avgSatisfactionScore === null ? '–' : day.avgSatisfactionScore.toFixed(1)}</td>
    </tr>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="number">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
