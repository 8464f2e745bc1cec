// What people write when they ask nothing, and what is answered, in the languages most written on the web. '|' stands between
// phrases; accents, apostrophes and capitals do not count.

export type Kind =
  | 'greeting'
  /** Somebody wants help, and does not say with what. */
  | 'hasQuestion'
  | 'thanks'
  /** Nothing else is wanted. */
  | 'done'
  | 'bye'
  | 'yes'
  | 'no'
  /** The answer was none. */
  | 'unhelpful'
  | 'howAreYou'
  | 'whoAreYou'
  /** Says nothing alone. */
  | 'filler';

export type Reply =
  | 'greeting'
  | 'thanks'
  | 'bye'
  /** Somebody has another question, and does not say which. */
  | 'more'
  /** Offers a person. */
  | 'offer'
  | 'howAreYou'
  | 'whoAreYou';

export interface Phrases {
  says: Partial<Record<Kind, string>>;
  replies: Record<Reply, string>;
}

const en: Phrases = {
  says: {
    hasQuestion:
      'help|help me|i need help|i need some help|need help|need some help|can you help me|can you help|could you help me|could you help|would you help me|can someone help me|please help|please help me|i need assistance|i have a question|i have a quick question|i have a problem|i have an issue|question|quick question|can i ask a question|can i ask something|can i ask you something|may i ask something',
    greeting:
      'hi|hello|hey|hiya|good morning|good afternoon|good evening|good day|greetings|howdy|hello there|morning|evening',
    thanks:
      'thanks|thank you|thank u|thx|ty|tysm|cheers|much appreciated|i appreciate it|many thanks|great|perfect|ok|okay|okey|k|got it|i see|understood|that helps|that helped|helpful|cool|nice|awesome|super|lovely|excellent|brilliant|wonderful|amazing|fine|good|alright|all right|right|makes sense|good to know|good job|well done|you are the best|wow',
    done: 'that is all|thats all|that will be all|that is it|that was all|that was it|nothing else|nothing more|nothing|not now|no more questions|no other questions|no further questions|i do not need anything else|i dont need anything else|never mind|nevermind|nvm|forget it|all good|its all good|it is all good|i am good|im good|i am fine|im fine|we are good|were good|all set|i am all set|im all set|solved|it is solved|its solved|problem solved|sorted|all sorted|resolved|it is resolved|its resolved|fixed|it is fixed|its fixed|done|all done|i am done|im done|that answers it|that answers my question|that answered my question|that answered it|answered|question answered|you answered my question|i found it|found it|i have found it|ive found it|it works|it works now|works now|it is working now|its working now|working now|i figured it out|figured it out|got it working|all clear|all clear now|everything is clear',
    bye: 'bye|bye bye|goodbye|good bye|see you|see ya|cya|take care|have a nice day|have a good day|have a great day|have a nice evening|have a good one|you too|good night',
    yes: 'yes|yes please|yeah|yea|yep|yup|ya|sure|of course|certainly|definitely|absolutely|please do|i do|it did|y|correct|exactly',
    no: 'no|nope|nah|naw|no no|not really|n|it did not|it didnt|i dont|i do not|not yet',
    unhelpful:
      'not helpful|unhelpful|that is not helpful|it is not helpful|that was not helpful|that does not help|that doesnt help|that did not help|that didnt help|it does not help|it doesnt help|it did not help|it didnt help|does not help|doesnt help|did not help|didnt help|not what i asked|that is not what i asked|thats not what i asked|not what i meant|that is not what i meant|thats not what i meant|wrong answer|that is wrong|thats wrong|that is not right|thats not right|that does not answer my question|that doesnt answer my question|that did not answer my question|that didnt answer my question|that is not my question|you did not answer my question|you didnt answer my question|you are not helping|youre not helping|you do not understand|you dont understand|you misunderstood|no help at all|not at all',
    howAreYou:
      'how are you|how are you doing|how is it going|hows it going|how do you do|whats up|what is up|sup|how are things|how have you been|how is your day',
    whoAreYou:
      'are you a bot|are you a robot|are you an ai|are you ai|are you human|are you a human|are you real|are you a machine|are you a real person|are you a person|is this a bot|is this an ai|is this a robot|is this automated|bot|who are you|what are you|what is your name|whats your name|your name|do you have a name|who is this|are you chatgpt|what can you do|what do you do|how can you help me|who am i talking to|who am i speaking to|am i talking to a bot|am i talking to a robot',
    filler:
      'so|very|much|a lot|for your help|for the help|for helping|for that|for now|for today|for the info|for the information|for your time|for the answer|for the quick reply|for your answer|again|really|just|now|then|there|all|well|oh|ah|ha|haha|lol|please|sir|mate|everyone|guys|and|i think|i guess|today|my friend|buddy|dear|that is|thats|that was|it is|its|it was|this is|this was|you|it|that|this|to know|indeed|actually|quite|with that|about that|anymore|any more|at the moment|from me|you have been|youve been|you were',
  },
  replies: {
    greeting: 'Hello. How can I help you?',
    thanks: 'You are welcome. Is there anything else I can help with?',
    bye: 'Goodbye, and thank you for writing.',
    more: 'What would you like to know?',
    offer: 'I am sorry that this did not help. Would you like to talk to a person?',
    howAreYou: 'I am well, thank you. How can I help you?',
    whoAreYou:
      'I am an AI assistant and answer from our help articles. If you would rather talk to a person, just say so. How can I help you?',
  },
};

const de: Phrases = {
  says: {
    hasQuestion:
      'hilfe|ich brauche hilfe|brauche hilfe|ich benötige hilfe|können sie mir helfen|kannst du mir helfen|bitte helfen sie mir|ich habe eine frage|hab eine frage|ich hätte eine frage|ich hab eine frage|ich habe ein problem|frage|kurze frage|eine frage',
    greeting:
      'hallo|hi|hey|guten morgen|guten tag|guten abend|moin|moin moin|servus|grüß gott|grüezi|hallo zusammen',
    thanks:
      'danke|vielen dank|danke schön|dankeschön|besten dank|herzlichen dank|danke dir|danke ihnen|super|prima|alles klar|klar|ok|okay|gut|sehr gut|perfekt|toll|klasse|spitze|verstehe|verstanden|hat geholfen|das hat geholfen|das hilft|hilfreich|wunderbar|cool',
    done: 'das war alles|das wars|das war es|das ist alles|nichts weiter|sonst nichts|nichts|keine weiteren fragen|keine fragen mehr|hat sich erledigt|erledigt|schon erledigt|gelöst|problem gelöst|egal|vergiss es|vergessen sie es|schon gut|passt|passt schon|alles gut|alles bestens|geht jetzt|funktioniert jetzt|es geht|habs gefunden|ich habe es gefunden|gefunden|frage beantwortet|meine frage ist beantwortet',
    bye: 'tschüss|tschüß|auf wiedersehen|ciao|schönen tag|schönen tag noch|schönen abend|bis dann|gute nacht|gleichfalls',
    yes: 'ja|ja bitte|ja gerne|gerne|jo|jep|klar doch|natürlich|sicher|auf jeden fall|genau|bitte',
    no: 'nein|nein danke|nee|nö|ne|nicht wirklich|leider nicht|leider nein|noch nicht',
    unhelpful:
      'nicht hilfreich|das ist nicht hilfreich|das war nicht hilfreich|hilft nicht|das hilft nicht|das hilft mir nicht|das hat nicht geholfen|hat nicht geholfen|falsche antwort|das ist falsch|das war nicht meine frage|das beantwortet meine frage nicht|das meinte ich nicht|du verstehst mich nicht|sie verstehen mich nicht',
    howAreYou:
      'wie gehts|wie geht es dir|wie gehts dir|wie geht es ihnen|wie geht es|alles klar bei dir|na wie gehts',
    whoAreYou:
      'bist du ein bot|sind sie ein bot|bist du ein roboter|sind sie ein roboter|bist du echt|bist du eine ki|sind sie eine ki|bist du ein mensch|sind sie ein mensch|ist das ein bot|wer bist du|wer sind sie|wie heißt du|wie heißen sie|was kannst du',
    filler:
      'sehr|so|für die hilfe|für ihre hilfe|für deine hilfe|für die antwort|dann|ja dann|jetzt|noch|mal|und|das|es|war|ist|mir|schon|wirklich|echt|ach|oh|na|erstmal|von mir',
  },
  replies: {
    greeting: 'Hallo. Wie kann ich helfen?',
    thanks: 'Gern geschehen. Kann ich sonst noch etwas tun?',
    bye: 'Auf Wiedersehen, und danke für die Nachricht.',
    more: 'Worum geht es?',
    offer: 'Es tut mir leid, dass das nicht geholfen hat. Möchten Sie mit einem Menschen sprechen?',
    howAreYou: 'Danke, gut. Wie kann ich helfen?',
    whoAreYou:
      'Ich bin ein KI-Assistent und antworte aus unseren Hilfeartikeln. Wenn Sie lieber mit einem Menschen sprechen, sagen Sie es einfach. Wie kann ich helfen?',
  },
};

const es: Phrases = {
  says: {
    hasQuestion:
      'ayuda|necesito ayuda|puedes ayudarme|puede ayudarme|me puedes ayudar|me puede ayudar|me ayudas|tengo una pregunta|tengo una duda|tengo un problema|una pregunta|una duda',
    greeting: 'hola|buenos días|buenas|buenas tardes|buenas noches|saludos|buen día',
    thanks:
      'gracias|muchas gracias|mil gracias|muy amable|perfecto|genial|vale|ok|okay|súper|super|excelente|bien|muy bien|de acuerdo|entiendo|entendido|estupendo|me sirve|me ayudó',
    done: 'eso es todo|es todo|nada más|nada|ninguna otra|no hace falta|ya está|resuelto|solucionado|ya lo encontré|olvídalo|no importa|todo bien|todo claro|listo|ya funciona',
    bye: 'adiós|hasta luego|chao|chau|hasta pronto|que tenga buen día|buen día|igualmente',
    yes: 'sí|si|sí por favor|claro|por supuesto|desde luego|por favor|exacto|correcto',
    no: 'no|no gracias|no por ahora|para nada|todavía no|realmente no',
    unhelpful:
      'no me ayuda|no me sirve|no ayuda|no sirve|no me ayudó|no me sirvió|no es útil|no fue útil|eso no es lo que pregunté|no es lo que pregunté|respuesta incorrecta|eso está mal|no me entiendes|no responde mi pregunta',
    howAreYou: 'cómo estás|cómo está|qué tal|cómo va|qué tal estás|cómo te va',
    whoAreYou:
      'eres un bot|es un bot|eres un robot|eres humano|eres una persona|eres real|eres una ia|quién eres|cómo te llamas|cuál es tu nombre|qué puedes hacer',
    filler:
      'por tu ayuda|por su ayuda|por la ayuda|por la respuesta|muy|mucho|y|ya|pues|entonces|por ahora|eso|es|todo',
  },
  replies: {
    greeting: 'Hola. ¿En qué puedo ayudarte?',
    thanks: 'De nada. ¿Puedo ayudarte en algo más?',
    bye: 'Hasta pronto, y gracias por escribir.',
    more: '¿Qué te gustaría saber?',
    offer: 'Siento que esto no haya ayudado. ¿Quieres hablar con una persona?',
    howAreYou: 'Muy bien, gracias. ¿En qué puedo ayudarte?',
    whoAreYou:
      'Soy un asistente de IA y respondo con nuestros artículos de ayuda. Si prefieres hablar con una persona, dilo. ¿En qué puedo ayudarte?',
  },
};

const fr: Phrases = {
  says: {
    hasQuestion:
      "aide|à l'aide|aidez moi|besoin d'aide|j'ai besoin d'aide|pouvez vous m'aider|pourriez vous m'aider|peux tu m'aider|j'ai une question|une question|j'ai un problème",
    greeting: 'bonjour|salut|bonsoir|coucou|hello',
    thanks:
      "merci|merci beaucoup|merci bien|mille mercis|parfait|d'accord|super|ok|okay|bien|très bien|génial|excellent|je vois|compris|ça marche|ça m'aide|top|nickel",
    done: "c'est tout|ce sera tout|rien d'autre|rien|plus de questions|pas d'autres questions|c'est bon|tout va bien|résolu|c'est résolu|problème résolu|laisse tomber|laissez tomber|peu importe|j'ai trouvé|ça fonctionne|ça va aller",
    bye: 'au revoir|à bientôt|bonne journée|bonne soirée|bonne nuit|à plus|ciao|vous aussi',
    yes: "oui|oui merci|oui s'il vous plaît|ouais|bien sûr|certainement|volontiers|exactement|s'il vous plaît",
    no: 'non|non merci|nan|pas vraiment|pas du tout|pas encore',
    unhelpful:
      "ça n'aide pas|cela n'aide pas|ça ne m'aide pas|ça ne m'a pas aidé|pas utile|ce n'est pas utile|inutile|mauvaise réponse|c'est faux|ce n'est pas ma question|ce n'est pas ce que j'ai demandé|ça ne répond pas à ma question|vous ne comprenez pas",
    howAreYou: 'comment ça va|ça va|comment allez vous|comment vas tu|ça va bien',
    whoAreYou:
      "êtes vous un robot|es tu un robot|êtes vous un bot|es tu un bot|êtes vous humain|es tu humain|êtes vous une ia|es tu une ia|qui êtes vous|qui es tu|comment vous appelez vous|comment tu t'appelles|quel est votre nom",
    filler:
      "pour votre aide|pour ton aide|pour l'aide|pour la réponse|beaucoup|très|et|alors|donc|pour l'instant|pour le moment|tout|ça|c'est",
  },
  replies: {
    greeting: 'Bonjour. Comment puis-je vous aider ?',
    thanks: 'Avec plaisir. Puis-je vous aider pour autre chose ?',
    bye: 'Au revoir, et merci de votre message.',
    more: 'Que souhaitez-vous savoir ?',
    offer: "Je suis désolé que cela n'ait pas aidé. Souhaitez-vous parler à une personne ?",
    howAreYou: 'Très bien, merci. Comment puis-je vous aider ?',
    whoAreYou:
      "Je suis un assistant IA et je réponds à partir de nos articles d'aide. Si vous préférez parler à une personne, dites-le simplement. Comment puis-je vous aider ?",
  },
};

export const western: Record<string, Phrases> = { en, de, es, fr };
