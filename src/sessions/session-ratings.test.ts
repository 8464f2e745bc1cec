import { ada, claim, close, handOver, play, replies, says, type Step } from '../../test/dev-env/session-play';
import { rating } from './rating';
import * as transitions from './transitions';
import { customerSession } from './visibility';

test('A closed session takes no reply, and a rating only then', () => {
  const rate: Step = (s) => rating(s, { customerId: s.customerId, score: 5 });
  expect(() => play(says('x'), claim, rate)).toThrow('once it is closed');
  expect(() => play(says('x'), claim, close, replies('y', { kind: 'agent', ...ada }))).toThrow('Reopen it');
  expect(play(says('x'), claim, close, rate).state.metadata).toMatchObject({ rating: { score: 5 } });
});

test('A conversation that was ended so is not asked about, until it goes on and is closed as others are', () => {
  const end: Step = (state) =>
    transitions.closing(state, { kind: 'agent', ...ada }, { reason: 'blocked', noRating: true });
  const reopen: Step = (state) => transitions.reopening(state, ada);
  const seen = (...steps: Step[]) => customerSession(play(says('x'), ...steps).state).metadata;
  expect(seen(handOver, claim, end)).toEqual({ noRating: true });
  expect(seen(handOver, claim, end, reopen)).toEqual({});
  expect(seen(handOver, claim, end, reopen, close)).toEqual({});
});

test('A tap on a rating is a word of the customer by the channel’s clock, an earlier one changes nothing', () => {
  const rate =
    (sentAt: string): Step =>
    (s) =>
      rating(s, { customerId: s.customerId, score: 5, channelMessageId: sentAt, sentAt });
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
  const { state } = play(says('x'), claim, close, rate(late), rate(early));
  expect(state.metadata).toMatchObject({ customerWroteAt: late });
  expect(state.awaitingSince).toBeUndefined();
});

test('Who was asked to rate may, also when the conversation goes on', () => {
  const rate: Step = (s) => rating(s, { customerId: s.customerId, score: 5 });
  const asking: Step = (s) => ({ ...close(s)!, metadata: { asks: 'rating' } });
  const reopen: Step = (s) => transitions.reopening(s, ada);
  const { state } = play(says('x'), claim, asking, reopen, rate);
  expect(state).toMatchObject({ status: 'with_agent', metadata: { rating: { score: 5 } } });
});
