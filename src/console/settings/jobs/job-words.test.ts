import { elsewhereOf, jobWords, runsIn } from './job-words';

it('calls a job what it does, and one that it does not know as the server does', () => {
  expect([jobWords('deliver'), jobWords('polish')]).toEqual(['Send what is due in a conversation', 'polish']);
});

it('says when it is tried', () => {
  expect([-5_000, 400, 5_000, 90_000, 5_400_000].map(runsIn)).toEqual([
    'now',
    'now',
    'in 5 s',
    'in 2 min',
    'in 2 h',
  ]);
});

it('marks what a person should look at', () => {
  const counts = {
    jobs: { running: 0, failed: 0, retrying: 0, waiting: 0, planned: 0 },
    deliveries: { queued: 1, failed: 0, uncertain: 2 },
    inboundEvents: { pending: 3, failed: 0 },
    imports: { running: 0, failed: 1 },
    scheduledMessages: { waiting: 4, held: 0 },
  };
  expect(elsewhereOf(counts).map(({ wrong }) => wrong)).toEqual([true, false, true, false]);
  expect(elsewhereOf(counts)[0]!.count).toBe('1 on their way, 0 failed and 2 uncertain in 7 days');
});
