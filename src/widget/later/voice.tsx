import { Component } from 'preact';
import type { Chat } from '../chat';
import type { Words } from '../translations';
import { Icon } from '../view/icons';
import { Label } from '../view/rich-text';
import { sayMore } from './more';

interface Props {
  chat: Chat;
  words: Words;
  close: () => void;
}

const longestMs = 5 * 60_000;

/** A voice note: recorded from when it is there, sent or thrown away by one press. */
export class Voice extends Component<Props, { seconds: number; failed: boolean }> {
  override state = { seconds: 0, failed: false };
  private recorder: MediaRecorder | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private isGone = false;

  override componentDidMount() {
    void this.record();
  }

  override componentWillUnmount() {
    this.isGone = true;
    this.stop();
  }

  private async record() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.recorder = new MediaRecorder(stream);
      if (this.isGone) return this.stop();
      this.recorder.start();
      const began = Date.now();
      this.timer = setInterval(() => {
        this.setState({ seconds: Math.floor((Date.now() - began) / 1_000) });
        if (Date.now() - began > longestMs) this.send();
      }, 250);
    } catch {
      this.setState({ failed: true });
    }
  }

  /** The microphone is let go at once: phones show that it is on. */
  private stop() {
    clearInterval(this.timer);
    if (this.recorder?.state === 'recording') this.recorder.stop();
    this.recorder?.stream.getTracks().forEach((track) => track.stop());
  }

  private send() {
    const { chat, close } = this.props;
    const { recorder } = this;
    if (recorder?.state !== 'recording') return;
    recorder.ondataavailable = ({ data }) => {
      const type = data.type.split(';')[0]!;
      const end = type.split('/')[1]?.replace('mpeg', 'mp3') ?? 'webm';
      if (data.size > 0) chat.attach([new File([data], `voice-note.${end}`, { type })]);
    };
    this.stop();
    close();
  }

  override render({ words, close }: Props, { seconds, failed }: { seconds: number; failed: boolean }) {
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return (
      <div class="voice" role="group" aria-label={words.say('voice')}>
        <button class="quiet" type="button" onClick={close}>
          {sayMore(words, 'discard')}
        </button>
        <p role="status">
          <Icon name={failed ? 'alert' : 'mic'} />
          <Label>{sayMore(words, failed ? 'noMicrophone' : 'recording')}</Label>
          {!failed && <time aria-hidden="true">{time}</time>}
        </p>
        {!failed && (
          <button
            class="send"
            type="button"
            aria-label={words.say('send')}
            title={words.say('send')}
            onClick={() => this.send()}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    );
  }
}
