import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asksForPerson } from './asks-for-person';

const asking: Record<string, string[]> = {
  English: [
    'can you call me?',
    'I want to talk to a human',
    'i want to talk to a human!!',
    'Can I speak with someone please?',
    'human please',
    'Agent',
    'Let me speak to a real person.',
    'connect me to an agent',
    'Please transfer me to customer service',
    "This doesn't help. I need a human",
    'are you a bot? get me a person',
    "I don't want to talk to a bot, I want to talk to a person",
    "why can't I talk to a human?",
    'Is there a real person there?',
    'put me through to your manager',
    'live agent',
    'could somebody call me?',
    'I would like to chat with a support agent',
    'representative',
    'Is anyone there?',
    'How can I talk to someone?',
  ],
  Spanish: [
    'me puedes llamar?',
    'Quiero hablar con una persona',
    'necesito un agente',
    '¿Puedo hablar con alguien?',
    'Páseme con un asesor por favor',
    'quiero hablar con un humano',
    'comunícame con un representante',
  ],
  German: [
    'ruft mich bitte an',
    'Ich möchte mit einem Menschen sprechen',
    'Kann ich mit jemandem reden?',
    'Verbinden Sie mich bitte mit einem Mitarbeiter',
    'Mitarbeiter bitte',
    'ich will einen echten Menschen',
    'Ich möchte mit dem Kundenservice sprechen',
  ],
  Japanese: [
    'なぜ担当者につないでくれないの',
    '人間と話したい',
    'オペレーターにつないでください',
    '担当者と話せますか',
    '人と話したいです',
    '有人対応をお願いします',
  ],
  French: [
    'Je veux parler à un humain',
    "Puis-je parler à quelqu'un ?",
    'passez-moi un conseiller',
    'Je voudrais parler avec une vraie personne',
    'je veux un conseiller',
  ],
  Portuguese: [
    'Quero falar com uma pessoa',
    'falar com atendente',
    'Preciso de um atendente humano',
    'posso falar com alguém?',
  ],
  Russian: [
    'Хочу поговорить с человеком',
    'Соедините с оператором',
    'оператор',
    'позовите живого человека',
    'нужен оператор',
  ],
  Italian: [
    'mi può chiamare?',
    'chiamatemi',
    'non voglio parlare con un bot',
    'Vorrei parlare con una persona',
    'parlare con un operatore',
    'voglio un operatore umano',
    'posso parlare con qualcuno?',
  ],
  Dutch: [
    'kunt u mij bellen?',
    'Ik wil met een mens praten',
    'kan ik met iemand spreken?',
    'Ik wil een medewerker spreken',
    'verbind me met een medewerker',
  ],
  Polish: [
    'zadzwońcie do mnie',
    'Chcę rozmawiać z człowiekiem',
    'proszę połączyć mnie z konsultantem',
    'chcę porozmawiać z kimś',
  ],
  Turkish: [
    'beni arar mısınız?',
    'Bir insanla konuşmak istiyorum',
    'müşteri temsilcisine bağla',
    'yetkiliyle görüşmek istiyorum',
  ],
  Chinese: ['我要人工客服', '转人工', '我想和真人说话', '人工', '请帮我找真人客服'],
  Arabic: [
    'هل يمكنكم الاتصال بي',
    'أريد التحدث مع شخص',
    'اريد ان اتكلم مع موظف',
    'حولني الى ممثل خدمة العملاء',
  ],
  Hindi: [
    'क्या आप मुझे फोन कर सकते हैं',
    'मुझे किसी इंसान से बात करनी है',
    'क्या मैं एजेंट से बात कर सकता हूँ',
    'mujhe agent se baat karni hai',
  ],
  Persian: ['می‌خواهم با یک انسان صحبت کنم', 'میخوام با اپراتور حرف بزنم'],
  Korean: ['전화 주세요', '상담원 연결해 주세요', '사람과 이야기하고 싶어요'],
  Indonesian: [
    'bisa telpon saya?',
    'saya tidak mau bicara dengan bot',
    'saya mau bicara dengan manusia',
    'tolong hubungkan ke cs',
  ],
  Bengali: [
    'আমি একজন মানুষের সাথে কথা বলতে চাই',
    'এজেন্ট দিন',
    'আমাকে কল করতে পারবেন?',
    'amake ekjon agent den',
  ],
  Urdu: ['مجھے کسی انسان سے بات کرنی ہے', 'کسی نمائندے سے ملائیں', 'کیا آپ مجھے کال کر سکتے ہیں؟'],
  Vietnamese: ['gọi cho tôi', 'tôi muốn nói chuyện với nhân viên'],
};

const notAsking: Record<string, string[]> = {
  English: [
    'can you call me when it ships',
    'can you call me a taxi',
    'can you call me by my first name',
    'can a person return my parcel?',
    'How long does a refund take?',
    'I spoke to an agent yesterday about my refund, where is it?',
    'Is the tent big enough for one person?',
    'someone stole my card',
    'What are your customer service hours?',
    "I don't want to talk to a human",
    'no need for a human, I found it',
    'Can someone else pick up my order?',
    'The person who delivered it was kind',
    'Do you have a human-readable invoice?',
    'How do I get a refund?',
    'My agent code does not work at checkout',
    'I need to contact my bank, do you need anything?',
    'how many people fit in the tent',
    'which name do I write on the parcel',
  ],
  Spanish: [
    '¿Cuánto tarda el envío?',
    '¿Una persona puede recoger mi pedido?',
    'no quiero hablar con una persona',
  ],
  Bengali: ['আমার অর্ডার কোথায়?', 'আমি কারো সাথে কথা বলতে চাই না', 'ড্রাইভার কি আমাকে কল করবে?'],
  Urdu: ['میرا آرڈر کہاں ہے؟', 'مجھے کسی سے بات نہیں کرنی'],
  German: [
    'Wie lange dauert die Lieferung?',
    'Ist das Zelt für eine Person?',
    'Ich möchte nicht mit einem Menschen sprechen',
  ],
  Japanese: ['二人用のテントはありますか', '返金はいつですか'],
  French: ['Combien de temps prend un remboursement ?', 'Une autre personne peut-elle retirer mon colis ?'],
  Portuguese: ['Quanto tempo demora o reembolso?', 'Outra pessoa pode receber a encomenda?'],
  Russian: ['Сколько идёт доставка?', 'Палатка на одного человека?'],
  Italian: ['chiamatemi quando arriva', 'Quanto dura il rimborso?', 'Una persona può ritirare il pacco?'],
  Dutch: ['Hoe lang duurt een terugbetaling?', 'Is de tent voor één persoon?'],
  Polish: ['Ile trwa zwrot?', 'Czy inna osoba może odebrać paczkę?'],
  Turkish: ['İade ne kadar sürer?'],
  Chinese: ['退款需要多长时间', '客服电话是多少', '两个人的帐篷有吗'],
  Arabic: ['كم يستغرق استرداد المال؟'],
  Hindi: ['रिफंड में कितना समय लगता है?'],
};

describe('asking for a person', () => {
  it.each(Object.entries(asking).flatMap(([language, texts]) => texts.map((text) => [language, text])))(
    'is understood in %s: %s',
    (_, text) => expect(asksForPerson(text)).toBe(true),
  );

  it.each(Object.entries(notAsking).flatMap(([language, texts]) => texts.map((text) => [language, text])))(
    'is not read into %s: %s',
    (_, text) => expect(asksForPerson(text)).toBe(false),
  );
});

it.each([
  'Ne me passez pas un conseiller',
  'Je ne souhaite pas être rappelé par un conseiller',
  'Non voglio parlare con un operatore',
])('who wants no person is given none: %s', (text) => expect(asksForPerson(text)).toBe(false));

it("who wants no bot wants a person: Don't wanna talk to a bot", () => {
  expect(asksForPerson("Don't wanna talk to a bot")).toBe(true);
});

it.each([
  'Je voudrais prendre rendez-vous avec un conseiller',
  'Хочу записаться на консультацию к специалисту',
  'Quero agendar com um consultor',
  'Ich möchte einen Termin mit einem Spezialisten',
  'Is your live chat staffed by humans or bots?',
  "Je veux me plaindre d'un de vos conseillers",
  'Quero reclamar de um atendente',
  'Quiero quejarme de un empleado',
])('who books with a person, asks about bots or complains of somebody gets an answer: %s', (text) =>
  expect(asksForPerson(text)).toBe(false),
);

const corpus = join(__dirname, '../../../../test/fixtures/asks-for-person');

/** Of the lines of a part: those that ask and are understood, those that do not, and the requests that are missed. */
function measured(file: string, part: string) {
  const lines = readFileSync(join(corpus, file), 'utf8').split(`# ${part}\n`)[1]!.split(/^# /m)[0]!;
  const counts = { found: 0, false: [] as string[], missed: [] as string[] };
  for (const line of lines.split('\n').filter((one) => /^[+-] /.test(one))) {
    const isFound = asksForPerson(line.slice(2));
    if (isFound && line.startsWith('+')) counts.found += 1;
    else if (isFound) counts.false.push(line);
    else if (line.startsWith('+')) counts.missed.push(line);
  }
  return counts;
}

describe('of the requests in ten languages', () => {
  const files = readdirSync(corpus).filter((name) => name.endsWith('.txt'));

  it('there are ten', () => expect(files).toHaveLength(10));

  it.each(files)('those that the rules were made with are understood, and no other: %s', (file) => {
    const { found, missed, ...others } = measured(file, 'development');
    expect(others.false).toEqual([]);
    expect(found / (found + missed.length)).toBeGreaterThan(0.97);
  });

  it('of those that the rules were not made with 95 of 100 are understood, and 95 of 100 that are understood are some', () => {
    const all = files.map((file) => measured(file, 'holdout'));
    const found = all.reduce((sum, one) => sum + one.found, 0);
    const missed = all.flatMap((one) => one.missed).length;
    const others = all.flatMap((one) => one.false).length;
    expect(found / (found + missed)).toBeGreaterThanOrEqual(0.95);
    expect(found / (found + others)).toBeGreaterThanOrEqual(0.95);
    // One language has 30 lines of each: one more or less is three in a hundred.
    for (const one of all) expect(one.found / (one.found + one.missed.length)).toBeGreaterThanOrEqual(0.93);
  });
});

it.each([
  'Does it cost to ring an agent?',
  'How can our guests call an agent on our site?',
  'Hace poco hablé con un ejecutivo en la tienda y me cambió la contraseña',
])('where a rule is surely wrong the classifier has the last word: %s', (text) => {
  expect(asksForPerson(text)).toBe(false);
  // Of a long text it hears too little.
  expect(asksForPerson(`${'The parcel came on Monday, and the box was open, '.repeat(7)}${text}`)).toBe(true);
});

it.each([
  ['one word', 'agent'.repeat(2_000)],
  ['one word again and again', 'talk to '.repeat(1_250)],
  ['articles', 'transfer me to the real real '.repeat(350)],
  ['slips of the keyboard', 'reprezentatve agnet humna '.repeat(400)],
  ['signs without spaces', '不要人工转'.repeat(2_000)],
  ['marks', '.,;!'.repeat(2_500)],
])('a text of 10,000 signs is read: %s', (_, text) => {
  expect(typeof asksForPerson(text)).toBe('boolean');
});

it('a long letter is understood by its end', () => {
  expect(
    asksForPerson(
      `${'The parcel came on Monday and the box was open. '.repeat(300)}\nPlease let me talk to a person.`,
    ),
  ).toBe(true);
});
