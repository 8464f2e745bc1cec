import { Component } from 'preact';
import type { State } from '../state';
import type { Words } from '../translations';
import { Icon } from './icons';
import { Label } from './rich-text';

/** A short break is none of the reader's business. */
const patienceMs = 1_500;

interface Props {
  link: State['link'];
  words: Words;
}

/** One quiet line while there is no connection. */
export class ConnectionBar extends Component<Props, { late: boolean }> {
  private timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount() {
    this.wait();
  }

  override componentDidUpdate(before: Props) {
    if (before.link !== this.props.link) this.wait();
  }

  private wait() {
    clearTimeout(this.timer);
    if (this.props.link === 'live') this.setState({ late: false });
    else
      this.timer = setTimeout(
        () => this.setState({ late: true }),
        navigator.onLine && this.props.link !== 'gone' ? patienceMs : 0,
      );
  }

  override render({ link, words }: Props, { late }: { late: boolean }) {
    return (
      <div role="status">
        {late && link !== 'live' && (
          <p class="bar">
            <Icon name="cloud" />
            <Label>{words.say(why(link))}</Label>
          </p>
        )}
      </div>
    );
  }
}

function why(link: State['link']) {
  if (link === 'expired') return 'expired';
  return link === 'refused' || link === 'gone' ? 'refused' : 'offline';
}
