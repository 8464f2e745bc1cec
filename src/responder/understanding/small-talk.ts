// Greetings and thanks get a kind word in the customer's language: they are no question, and no reason for a person.
import type { Turn } from '../transcript';

type Kind = 'greeting' | 'thanks' | 'bye';

interface Phrases {
  says: Record<Kind, string>;
  answers: Record<Kind, string>;
}

const languages: Record<string, Phrases> = {
  en: {
    says: {
      greeting:
        'hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|howdy|hi there|hello there|hey there|how are you',
      thanks:
        'thanks|thank you|thx|ty|cheers|much appreciated|thanks a lot|thank you (?:so|very) much|many thanks|thanks for your help|great|perfect|ok|okay|got it|that helps|that helped|cool|nice|awesome',
      bye: "bye|goodbye|good bye|see you|have a (?:nice|good|great) day|good night|that(?: i|')?s all|no thanks|no thank you",
    },
    answers: {
      greeting: 'Hello. How can I help you?',
      thanks: 'You are welcome. Is there anything else I can help with?',
      bye: 'Goodbye, and thank you for writing.',
    },
  },
  de: {
    says: {
      greeting: 'hallo|guten (?:morgen|tag|abend)|moin|servus|grüß gott|grüezi|hallo zusammen',
      thanks: 'danke|vielen dank|danke schön|dankeschön|besten dank|danke dir|super|prima|alles klar',
      bye: 'tschüss|tschüß|auf wiedersehen|ciao|schönen tag(?: noch)?|das war alles',
    },
    answers: {
      greeting: 'Hallo. Wie kann ich helfen?',
      thanks: 'Gern geschehen. Kann ich sonst noch etwas tun?',
      bye: 'Auf Wiedersehen, und danke für die Nachricht.',
    },
  },
  es: {
    says: {
      greeting: 'hola|buenos días|buenos dias|buenas|buenas (?:tardes|noches)|qué tal|que tal',
      thanks: 'gracias|muchas gracias|mil gracias|perfecto|vale|genial',
      bye: 'adiós|adios|hasta luego|hasta pronto|chao|eso es todo',
    },
    answers: {
      greeting: 'Hola. ¿En qué puedo ayudarte?',
      thanks: 'De nada. ¿Puedo ayudarte en algo más?',
      bye: 'Hasta pronto, y gracias por escribir.',
    },
  },
  fr: {
    says: {
      greeting: 'bonjour|salut|bonsoir|coucou',
      thanks: "merci|merci beaucoup|merci bien|parfait|d'accord|super",
      bye: "au revoir|à bientôt|a bientot|bonne journée|bonne journee|bonne soirée|c'est tout",
    },
    answers: {
      greeting: 'Bonjour. Comment puis-je vous aider ?',
      thanks: 'Avec plaisir. Puis-je vous aider pour autre chose ?',
      bye: 'Au revoir, et merci de votre message.',
    },
  },
  pt: {
    says: {
      greeting: 'olá|ola|oi|bom dia|boa (?:tarde|noite)|tudo bem',
      thanks: 'obrigad[oa]|muito obrigad[oa]|valeu|perfeito|ótimo',
      bye: 'tchau|até logo|até mais|adeus|é só isso',
    },
    answers: {
      greeting: 'Olá. Como posso ajudar?',
      thanks: 'De nada. Posso ajudar em mais alguma coisa?',
      bye: 'Até logo, e obrigado por escrever.',
    },
  },
  it: {
    says: {
      greeting: 'ciao|buongiorno|buon giorno|buonasera|buona sera|salve',
      thanks: 'grazie|grazie mille|molte grazie|perfetto|va bene',
      bye: 'arrivederci|a presto|buona giornata|è tutto',
    },
    answers: {
      greeting: 'Salve. Come posso aiutare?',
      thanks: 'Prego. Posso aiutare in altro?',
      bye: 'Arrivederci, e grazie del messaggio.',
    },
  },
  nl: {
    says: {
      greeting: 'hoi|goedemorgen|goedemiddag|goedenavond|goedendag|dag',
      thanks: 'dank je|dank u|bedankt|dankjewel|dank je wel|dank u wel|prima',
      bye: 'tot ziens|doei|fijne dag|dat was alles',
    },
    answers: {
      greeting: 'Hallo. Waarmee kan ik helpen?',
      thanks: 'Graag gedaan. Kan ik nog ergens mee helpen?',
      bye: 'Tot ziens, en bedankt voor het bericht.',
    },
  },
  pl: {
    says: {
      greeting: 'cześć|czesc|dzień dobry|dzien dobry|dobry wieczór|hej|witam',
      thanks: 'dzięki|dziękuję|dziekuje|dziękuję bardzo|super',
      bye: 'do widzenia|na razie|miłego dnia|to wszystko',
    },
    answers: {
      greeting: 'Dzień dobry. W czym mogę pomóc?',
      thanks: 'Proszę bardzo. Czy mogę jeszcze w czymś pomóc?',
      bye: 'Do widzenia i dziękuję za wiadomość.',
    },
  },
  ru: {
    says: {
      greeting: 'привет|здравствуйте|здравствуй|добрый (?:день|вечер)|доброе утро',
      thanks: 'спасибо|большое спасибо|благодарю|отлично|понятно',
      bye: 'пока|до свидания|всего доброго|это всё|это все',
    },
    answers: {
      greeting: 'Здравствуйте. Чем могу помочь?',
      thanks: 'Пожалуйста. Могу ли я помочь чем-то ещё?',
      bye: 'До свидания, и спасибо за сообщение.',
    },
  },
  ja: {
    says: {
      greeting: 'こんにちは|こんばんは|おはよう|おはようございます|はじめまして',
      thanks: 'ありがとう|ありがとうございます|ありがとうございました|どうも|助かりました',
      bye: 'さようなら|失礼します|以上です',
    },
    answers: {
      greeting: 'こんにちは。どのようなご用件でしょうか。',
      thanks: 'どういたしまして。ほかにお手伝いできることはありますか。',
      bye: 'ご連絡ありがとうございました。',
    },
  },
  zh: {
    says: {
      greeting: '你好|您好|嗨|早上好|下午好|晚上好',
      thanks: '谢谢|謝謝|多谢|感谢|好的',
      bye: '再见|再見|拜拜|没有了',
    },
    answers: {
      greeting: '您好，请问有什么可以帮您？',
      thanks: '不客气。还有什么可以帮您的吗？',
      bye: '再见，感谢您的留言。',
    },
  },
  ar: {
    says: {
      greeting: 'مرحبا|السلام عليكم|أهلا|اهلا|صباح الخير|مساء الخير',
      thanks: 'شكرا|شكرًا|شكرا جزيلا',
      bye: 'مع السلامة|وداعا',
    },
    answers: {
      greeting: 'مرحبًا، كيف يمكنني مساعدتك؟',
      thanks: 'على الرحب والسعة. هل هناك شيء آخر؟',
      bye: 'مع السلامة، وشكرًا على رسالتك.',
    },
  },
};

const matchers = Object.values(languages).flatMap(({ says, answers }) =>
  (Object.keys(says) as Kind[]).map((kind) => ({
    kind,
    answer: answers[kind],
    only: new RegExp(`^(?:(?:${says[kind]})(?:\\s|$))+$`, 'u'),
  })),
);

/** Nobody greets at greater length, in UTF-16 units. */
const longest = 80;

/** The answer, when all that the customer wrote is a greeting, thanks or a disconnected. */
export function smallTalk(question: readonly Turn[]): string | undefined {
  const said = question.map(({ text }) => plain(text)).filter(Boolean);
  if (said.some((text) => text.length > longest)) return undefined;
  if (said.length === 0 || question.some(({ file }) => file)) return undefined;
  const found = said.map((text) => matchers.find(({ only }) => only.test(text)));
  return found.every(Boolean) ? found.at(-1)!.answer : undefined;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/[^\p{L}\p{N}\p{M}']+/gu, ' ')
    .trim();
}
