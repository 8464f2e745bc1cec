// A conversation as a mail to its customer: pure.
import type { Message } from '../../protocol/model/message';

interface Words {
  /** With a place for the name of the channel. */
  subject: string;
  you: string;
  assistant: string;
  person: string;
  file: string;
  withheld: string;
}

const wordsBy: Record<string, Words> = {
  en: {
    subject: 'Your conversation with {name}',
    you: 'You',
    assistant: 'AI assistant',
    person: 'A person of our team',
    file: 'File',
    withheld: 'What you and the assistant wrote is left out: it is not proved that this address is yours.',
  },
  de: {
    subject: 'Ihr Gespräch mit {name}',
    you: 'Sie',
    assistant: 'KI-Assistent',
    person: 'Ein Mensch aus unserem Team',
    file: 'Datei',
    withheld:
      'Was Sie und der KI-Assistent geschrieben haben, fehlt: Es ist nicht belegt, dass dies Ihre Adresse ist.',
  },
  es: {
    subject: 'Su conversación con {name}',
    you: 'Usted',
    assistant: 'Asistente de IA',
    person: 'Una persona de nuestro equipo',
    file: 'Archivo',
    withheld: 'Lo que escribieron usted y el asistente no está: no consta que esta dirección sea suya.',
  },
  fr: {
    subject: 'Votre conversation avec {name}',
    you: 'Vous',
    assistant: 'Assistant IA',
    person: 'Une personne de notre équipe',
    file: 'Fichier',
    withheld:
      'Ce que vous et l’assistant avez écrit n’y figure pas : rien ne prouve que cette adresse est la vôtre.',
  },
  pt: {
    subject: 'A sua conversa com {name}',
    you: 'Você',
    assistant: 'Assistente de IA',
    person: 'Uma pessoa da nossa equipa',
    file: 'Ficheiro',
    withheld:
      'O que você e o assistente escreveram não está incluído: não está provado que este endereço é seu.',
  },
  ar: {
    subject: 'محادثتك مع {name}',
    you: 'أنت',
    assistant: 'مساعد الذكاء الاصطناعي',
    person: 'شخص من فريقنا',
    file: 'ملف',
    withheld: 'ما كتبته أنت والمساعد غير مُدرج: لم يثبت أن هذا العنوان لك.',
  },
};

interface About {
  /** Of the channel. */
  name: string;
  /** BCP 47; English for what is not spoken. */
  language: string;
  /**
   * The address is the customer's. Nobody else reads what they wrote, or what was looked up for them, and nobody uses our
   * mailbox to write to others: a program says what a customer has it say. To others goes what people of the team wrote.
   */
  isProved: boolean;
}

/** @param messages as their customer sees them @returns undefined where nothing is left to send */
export function transcriptLetter(
  messages: readonly Message[],
  { name, language, isProved }: About,
): { subject: string; text: string } | undefined {
  const code = language.toLowerCase().split(/[-_]/)[0]!;
  const words = wordsBy[code] ?? wordsBy['en']!;
  const said = messages.filter(({ type }) => type !== 'system' && type !== 'handover');
  const shown = said.filter(({ sender }) => isProved || sender === 'agent');
  if (shown.length === 0) return undefined;
  const format = new Intl.DateTimeFormat(words === wordsBy['en'] ? 'en-GB' : code, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const entries = shown.map(
    (message) =>
      `${speaker(message, words, name)}, ${format.format(new Date(message.timestamp))} UTC:\n${textOf(message, words)}`,
  );
  const rest = shown.length < said.length ? [words.withheld] : [];
  return { subject: words.subject.replace('{name}', () => name), text: [...entries, ...rest].join('\n\n') };
}

function speaker({ sender, senderName }: Message, words: Words, name: string): string {
  if (sender === 'customer') return words.you;
  if (sender === 'ai') return words.assistant;
  return senderName ?? (sender === 'system' ? name : words.person);
}

function textOf({ content: { text, more, fileName, mediaUrl } }: Message, words: Words): string {
  return [text, more, mediaUrl && `[${fileName ?? words.file}]`].filter(Boolean).join('\n');
}
