import { Component } from 'preact';
import type { Chat } from '../chat';
import { which, type State } from '../state';
import type { Words } from '../translations';
import { Drawing } from '../view/icons';
import { Label } from '../view/rich-text';
import { MailTranscript } from './mail-transcript';
import { sayMore } from './more';

const scores = [1, 2, 3, 4, 5] as const;

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

interface Given {
  score?: number | undefined;
  comment?: string;
}

/** After a close: a rating in one press, a comment for whoever wants. */
export class Rating extends Component<Props, Given & { text: string }> {
  override state: Given & { text: string } = {
    ...(this.props.state.session?.metadata['rating'] as Given | undefined),
    text: '',
  };

  private rate(score: number, comment: string | undefined): Promise<boolean> {
    const { chat, state } = this.props;
    return chat.act('session:rate', { score, ...(comment && { comment }), ...which(state) });
  }

  private async press(score: number) {
    const before = this.state.score;
    this.setState({ score });
    if (!(await this.rate(score, this.state.comment))) this.setState({ score: before });
  }

  private async explain(event: Event, score: number) {
    event.preventDefault();
    const comment = this.state.text.trim();
    if (await this.rate(score, comment)) this.setState({ comment });
  }

  override render({ state, chat, words }: Props, { score, comment, text }: Given & { text: string }) {
    return (
      <section class="rating">
        <p id="rate">
          <Label>{sayMore(words, score ? 'rated' : 'rate')}</Label>
        </p>
        <div class="scores" role="group" aria-labelledby="rate">
          {scores.map((value) => (
            <button
              type="button"
              aria-pressed={score === value}
              aria-label={sayMore(words, `score${value}`)}
              title={sayMore(words, `score${value}`)}
              onClick={() => void this.press(value)}
            >
              <Face score={value} />
            </button>
          ))}
        </div>
        {score && comment === undefined && (
          <form class="comment" onSubmit={(event) => void this.explain(event, score)}>
            <input
              value={text}
              maxLength={1000}
              dir="auto"
              aria-label={sayMore(words, 'comment')}
              placeholder={sayMore(words, 'comment')}
              onInput={({ currentTarget }) => this.setState({ text: currentTarget.value })}
            />
            <button class="quiet" type="submit" disabled={text.trim() === ''}>
              {sayMore(words, 'sendComment')}
            </button>
          </form>
        )}
        <MailTranscript {...{ state, chat, words }} />
      </section>
    );
  }
}

/** From a frown (1) to a smile (5). */
function Face({ score }: { score: number }) {
  return (
    <Drawing
      path={`M12 3a9 9 0 100 18 9 9 0 000-18zM9 9v1M15 9v1M8 ${18.5 - score}Q12 ${9.5 + 2.4 * score} 16 ${18.5 - score}`}
    />
  );
}
