import { Component } from 'preact';
import type { Chat } from '../chat';
import type { State } from '../state';
import type { Words } from '../translations';
import { Face } from './icons';
import { Label } from './rich-text';

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

/** The scores from 1 to 5, what the comment is, to send it, and thanks. Only whoever may rate loads them. */
const ownWords: Record<string, string[]> = {
  en: [
    'Very bad',
    'Bad',
    'All right',
    'Good',
    'Very good',
    'Comment (optional)',
    'Send',
    'Thank you for telling us.',
  ],
  ar: ['سيئة جدًا', 'سيئة', 'مقبولة', 'جيدة', 'جيدة جدًا', 'تعليق (اختياري)', 'إرسال', 'شكرًا على رأيك.'],
  de: [
    'Sehr schlecht',
    'Schlecht',
    'In Ordnung',
    'Gut',
    'Sehr gut',
    'Kommentar (freiwillig)',
    'Senden',
    'Danke für Ihre Rückmeldung.',
  ],
  es: [
    'Muy mal',
    'Mal',
    'Regular',
    'Bien',
    'Muy bien',
    'Comentario (opcional)',
    'Enviar',
    'Gracias por su opinión.',
  ],
  fr: [
    'Très mauvais',
    'Mauvais',
    'Correct',
    'Bien',
    'Très bien',
    'Commentaire (facultatif)',
    'Envoyer',
    'Merci de votre avis.',
  ],
  pt: [
    'Muito ruim',
    'Ruim',
    'Razoável',
    'Bom',
    'Muito bom',
    'Comentário (opcional)',
    'Enviar',
    'Obrigado pela sua opinião.',
  ],
};

/** After a close: a rating in one press, a comment for whoever wants. */
export class Rating extends Component<Props, Given & { text: string }> {
  override state: Given & { text: string } = {
    ...(this.props.state.session?.metadata['rating'] as Given | undefined),
    text: '',
  };

  private async press(score: number) {
    const before = this.state.score;
    this.setState({ score });
    if (!(await this.props.chat.rate(score, this.state.comment))) this.setState({ score: before });
  }

  private async explain(event: Event, score: number) {
    event.preventDefault();
    const comment = this.state.text.trim();
    if (await this.props.chat.rate(score, comment)) this.setState({ comment });
  }

  override render({ words }: Props, { score, comment, text }: Given & { text: string }) {
    const own = ownWords[words.locale.slice(0, 2).toLowerCase()] ?? ownWords['en']!;
    return (
      <section class="rating">
        <p id="rate">
          <Label>{score ? own[7]! : words.say('rate')}</Label>
        </p>
        <div class="scores" role="group" aria-labelledby="rate">
          {scores.map((value) => (
            <button
              type="button"
              aria-pressed={score === value}
              aria-label={own[value - 1]}
              title={own[value - 1]}
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
              aria-label={own[5]}
              placeholder={own[5]}
              onInput={({ currentTarget }) => this.setState({ text: currentTarget.value })}
            />
            <button class="quiet" type="submit" disabled={text.trim() === ''}>
              {own[6]}
            </button>
          </form>
        )}
      </section>
    );
  }
}
