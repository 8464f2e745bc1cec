// How people ask for a person, in the languages most written and most spoken on the web.
// Read against one clause: lower case, no accents in Latin script, single spaces.

const any = (...words: string[]) => `(?:${words.join('|')})`;
const maybe = (...words: string[]) => `(?:${words.join('|')}){0,3}`;

const english = (() => {
  const kind = maybe(
    'real ',
    'actual ',
    'live ',
    'human ',
    'proper ',
    'support ',
    'customer ',
    'service ',
    'care ',
    'other ',
  );
  const article = maybe('a ', 'an ', 'the ', 'some ', 'any ', 'one of ', 'your ', 'another ');
  const who = any(
    'humans?(?! (?:readable|resources|error|rights|size))',
    'person',
    'people',
    'agents?',
    'rep',
    'reps',
    'representatives?',
    'operator',
    'someone',
    'somebody',
    'advisor',
    'adviser',
    'assistant',
    'manager',
    'supervisor',
    'colleague',
    'staff',
    'employee',
    'team member',
    'customer (?:service|support|care)',
    'support team',
    'human being',
  );
  return [
    `\\b${any('talk', 'speak', 'chat', 'talking', 'speaking', 'chatting', 'write')} ${any('to', 'with')} ${article}${kind}${who}\\b`,
    `\\b${any('connect', 'transfer', 'forward', 'pass', 'switch', 'hand', 'escalate')} ${maybe('me ', 'us ', 'this ', 'it ', 'over ', 'on ', 'through ')}${any('to', 'with')} ${article}${kind}${who}\\b`,
    `\\bput me (?:through|in touch|on)\\b`,
    `\\b${any('reach', 'get', 'get hold of', 'get through to', 'contact', 'call', 'find', 'bring', 'give me', 'fetch')} ${maybe('me ', 'in ', 'to ')}${article}${any('real', 'actual', 'live', 'human')} ${kind}${who}\\b`,
    `\\b${any('reach', 'get', 'contact', 'bring', 'give me', 'fetch', 'want', 'need', 'prefer', 'like')} ${maybe('me ', 'in ')}${article}${kind}${any('humans?', 'human being', 'operator', 'representative', 'agent')}(?: please| now| here| instead| asap| to .*|$)`,
    `\\b${any('want', 'need', 'get me', 'prefer', 'give me')} ${article}${any('real |actual |live ')}?${any('person', 'someone', 'somebody')}(?: please| now| here| instead| to (?:help|talk|speak|assist|chat)\\b.*|$)`,
    `\\b${any('someone', 'somebody', 'agent', 'human', 'representative', 'person', 'manager')} ${maybe('to ', 'please ', 'can ', 'could ')}(?:call|contact|phone|ring) me\\b`,
    `^(?:please |ok |hi |hello )*${article}${any('real ', 'actual ', 'live ', 'human ', 'speak to ', 'talk to ')}*${any('humans?', 'agent', 'operator', 'representative', 'person', 'live chat', 'human being', 'customer service', 'customer support')}(?: please| now| needed| required)*$`,
    `\\b${any('is there|are there')} ${article}${any('real ', 'actual ', 'live ', 'human ')}+${who}\\b`,
    `\\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody) (?:there|real|human|available)\\b`,
    `\\btalk to (?:anyone|anybody)\\b|\\bhuman (?:support|help|assistance|agent|contact)\\b|\\blive (?:agent|person|human)\\b`,
  ];
})();

const german = (() => {
  const who = any(
    '(?:echte[nrm]?|richtige[nrm]?|reale[nrm]?|menschliche[nrm]?|lebende[nrm]?|wirkliche[nrm]?) \\w+',
    'mensch(?:en)?',
    'person',
    'jemand(?:e[mn])?(?: echtem| richtigem)?',
    'mitarbeiter(?:in|n)?',
    'kundenberater(?:in)?',
    'berater(?:in)?',
    'kundenservice',
    'kundendienst',
    'support',
    'ansprechpartner(?:in)?',
    'agent(?:en)?',
    'kollegen',
  );
  const article = maybe(
    'einem ',
    'einer ',
    'einen ',
    'nem ',
    'ner ',
    'dem ',
    'der ',
    'ihrem ',
    'eurem ',
    'von ',
    'euch ',
    'ihnen ',
  );
  return [
    `\\b(?:mit|an|zu) ${article}${who}.{0,20}\\b(?:sprechen|spreche|reden|rede|chatten|verbinden|verbunden|schreiben|unterhalten|telefonieren|weiterleiten|weitergeleitet|durchstellen|kontakt)`,
    `\\b(?:sprechen|reden|chatten|verbinden|verbinde|weiterleiten|durchstellen|wechseln)\\b.{0,25}\\b(?:mit|an|zu) ${article}${who}\\b`,
    `\\b(?:will|mochte|brauche|hatte gern|bitte|gib mir|geben sie mir|hole?) ${article}(?:gerne? )?${article}(?:echten |richtigen |menschlichen )?(?:menschen|mitarbeiter(?:in)?|ansprechpartner(?:in)?|berater(?:in)?|kundenberater(?:in)?)\\b(?! (?:rabatt|ausweis|werden))`,
    `^(?:bitte )?(?:ein |einen |einem )?(?:echte[rnm] |richtige[rnm] )?(?:mensch(?:en)?|mitarbeiter(?:in)?|kundenservice|person)(?: bitte)?$`,
    `\\bmenschliche[nr]? (?:hilfe|unterstutzung|kontakt|support)\\b`,
  ];
})();

const romance = (() => {
  const spanish = any(
    'personas?',
    'humanos?',
    'agente',
    'asesora?',
    'operadora?',
    'representante',
    'ser humano',
    'alguien',
    'encargad[oa]',
    'ejecutiv[oa]',
    'supervisora?',
    'persona real',
    'atencion al cliente',
    'soporte',
  );
  const french = any(
    'humaine?',
    'personne',
    'conseill(?:er|ere)',
    'agent',
    'operat(?:eur|rice)',
    'quelqu un',
    'responsable',
    'etre humain',
    'vraie? personne',
    'service client',
    'employee?',
  );
  const portuguese = any(
    'pessoas?',
    'humano',
    'humana',
    'atendente',
    'agente',
    'operadora?',
    'representante',
    'ser humano',
    'alguem',
    'assistente humano',
    'suporte',
    'funcionari[oa]',
  );
  const italian = any(
    'persona',
    'umano',
    'operator[ei]',
    'operatrice',
    'agente',
    'addett[oa]',
    'essere umano',
    'qualcuno',
    'consulente',
    'assistenza',
    'responsabile',
  );
  const un = maybe(
    'un ',
    'una ',
    'une ',
    'um ',
    'uma ',
    'uno ',
    'algun ',
    'alguna ',
    'algum ',
    'alguma ',
    'el ',
    'la ',
    'l ',
    'o ',
    'a ',
    'le ',
    'vrai ',
    'vraie ',
    'vero ',
    'vera ',
    'veri ',
    'su ',
    'votre ',
    'real ',
    'autre ',
  );
  return [
    `\\b(?:hablar|hablo|chatear|comunicarme|comunicar|contactar|conectar|conectarme|conectame|conecteme|pasame|paseme|pasarme|pongame|transferir(?:me)?|transfierame|comuniqueme|comunicame|atienda|atender|platicar|conversar) ?(?:me )?(?:con|a|por)? ?${un}${spanish}\\b`,
    `\\b(?:quiero|necesito|quisiera|deseo|dame|deme|prefiero) ${un}(?:agente|humano|asesora?|operadora?|ser humano|persona (?:real|de verdad|humana)|atencion humana)\\b`,
    `^${un}(?:agente|humano|asesor|operador|persona real|representante|persona)(?: por favor)?$`,
    `\\b(?:parler|discuter|echanger|parle|contacter|joindre|communiquer|passer|transferer|connecter|chatter|avoir) (?:a |avec |au |moi |vers )*${un}${french}\\b`,
    `\\b(?:passez|mettez|transferez|connectez|passe) moi\\b.{0,20}${french}\\b`,
    `\\b(?:veux|voudrais|besoin d|besoin de|souhaite|prefere) ?${un}(?:humain|conseill(?:er|ere)|agent|operat(?:eur|rice)|vraie? personne|etre humain|interlocut\\w+)\\b`,
    `^${un}(?:humain|conseiller|agent|operateur|vraie personne|service client)(?: s il (?:vous|te) plait| svp)?$`,
    `\\b(?:falar|conversar|contatar|contactar|passar|transferir|transfira|conectar|conecte|atendid[oa]|fala|ligar) (?:me )?(?:com|para|por|a)? ?${un}${portuguese}\\b`,
    `\\b(?:quero|preciso de|preciso|gostaria de|prefiro|chama|chame) ${un}(?:atendente|humano|operadora?|agente|atendimento humano|pessoa (?:real|de verdade)|ser humano)\\b`,
    `^${un}(?:atendente|humano|atendimento humano|pessoa real|operador)(?: por favor)?$`,
    `\\b(?:parlare|parlo|chattare|contattare|comunicare|passare|passatemi|passami|mettermi in contatto|mettimi in contatto|conversare|trasferirmi|collegarmi) (?:con |a |all |ad |al )*${un}${italian}\\b`,
    `\\b(?:voglio|vorrei|ho bisogno di|mi serve|preferisco|desidero) ${un}(?:operatore|operatrice|umano|essere umano|persona (?:vera|reale)|addetto|consulente)\\b`,
    `^${un}(?:operatore|umano|persona reale|persona vera|essere umano)(?: per favore)?$`,
  ];
})();

const others = [
  // Dutch
  `\\bmet (?:een |iemand |n )*(?:echte? |menselijke )?(?:mens|persoon|iemand|medewerker|medewerkster|agent|klantenservice|adviseur|collega)?.{0,12}\\b(?:praten|spreken|chatten|doorverbonden|doorverbinden|contact)\\b`,
  `\\b(?:praten|spreken|chatten|doorverbinden|verbind) (?:me |mij )?met (?:een |de |iemand)(?:echte? )?(?:mens|persoon|medewerker|agent|klantenservice|adviseur)?`,
  `\\been (?:echte? )?(?:mens|medewerker|persoon) (?:spreken|aan de lijn|graag)\\b|^(?:een )?(?:echt )?(?:mens|medewerker)(?: graag| alstublieft| aub)?$`,
  // Polish
  `\\b(?:rozmawiac|porozmawiac|rozmowy|rozmowa|polaczyc|polacz|polaczcie|pogadac|skontaktowac|kontakt|przelacz|przelaczyc|polaczenie)\\b.{0,12}\\b(?:z|ze|do) (?:kims|zywym |prawdziwym |jakims )*(?:czlowiek(?:iem|a)|konsultant(?:em|a|ka)|pracownik(?:iem|a)|osoba|agentem|doradca|kims|obsluga)`,
  `\\b(?:chce|potrzebuje|poprosze|prosze) (?:o )?(?:zywego |prawdziwego )?(?:czlowieka|konsultanta|pracownika)\\b|^(?:czlowiek|konsultant|zywy czlowiek)(?: prosze)?$`,
  // Turkish
  `(?:insan|gercek kisi|gercek biri|biri|birisi|temsilci|musteri temsilcisi|yetkili|operator|canli destek|calisan)\\w*(?: bir\\w*)?(?: ile| la| le)? (?:\\w+ )?(?:konus|gorus|bagla|yazis|iletis|aktar)`,
  `\\bmusteri temsilcisi\\b(?: istiyorum|$)|\\bcanli destek(?: istiyorum|$)`,
  // Russian, Ukrainian
  `(?:поговорить|говорить|пообщаться|связаться|соедин\\S*|переключи\\S*|переведи\\S*|позови\\S*|свяжи\\S*|общаться|зв.язатися|поговорити).{0,15}(?:человек|оператор|менеджер|специалист|сотрудник|консультант|кем нибудь|кем то|люд|агент|поддержк)`,
  `(?:нужен|хочу|дайте|позовите|можно|вызовите|требую) (?:мне )?(?:живо(?:й|го) )?(?:оператор|человек|менеджер|консультант|сотрудник)|^(?:оператор|человек|живой человек|оператора)(?: пожалуйста)?$`,
  // Japanese
  `(?:人間|人|オペレーター?|担当者?|担当の方|スタッフ|係の[人方]|エージェント|サポート)(?:の人|の方)?(?:と|に|へ|を|から)?(?:直接|チャットで|電話で|も)?(?:話|はな|つな|繋|代わ|替わ|変わ|かわ|相談|チャット|お願い|対応|出して|呼んで)`,
  `有人(?:対応|チャット|サポート|オペ)|人間(?:の対応|のサポート|を出)`,
  // Chinese
  `(?:转|轉|接|找|要|想|联系|聯繫|聯絡|和|跟|与|與|换|換|叫).{0,6}(?:人工|真人|活人|客服人员|客服人員|客服代表)|^(?:人工|真人|人工客服|人工服务|人工服務|转人工|真人客服)$`,
  `(?:和|跟|与|與)(?:一个|一個|你们的|你們的)?(?:真)?(?:人|人类|人類|客服|工作人员)(?:说|說|聊|谈|談|沟通|溝通|对话|對話|讲|講)|(?:联系|聯繫|转接?|轉接?|找)客服`,
  // Korean
  `(?:상담원|상담사|사람|직원|담당자)(?:과|와|이랑|랑|하고|에게|한테|을|를|으로)? ?(?:직접 )?(?:연결|통화|상담|이야기|얘기|대화|말하|말씀|바꿔|불러)`,
  // Arabic, Persian
  `(?:[اأ]تحدث|التحدث|[اأ]تكلم|التكلم|[اأ]كلم|تحويلي|حولني|وصلني|التواصل|[اأ]تواصل|تحدث|محادثة).{0,20}(?:شخص|[اإ]نسان|موظف|ممثل|وكيل|بشري|[اأ]حد|خدمة العملاء|مندوب|مسؤول)`,
  `(?:انسان|آدم|شخص|اپراتور|پشتیبان|کارشناس|نفر|مسئول|کسی).{0,15}(?:صحبت|حرف|گفتگو|وصل)|(?:صحبت|حرف|گفتگو).{0,12}(?:انسان|آدم|اپراتور|پشتیبان|کارشناس)`,
  // Hindi, in both scripts
  `(?:इंसान|इन्सान|व्यक्ति|आदमी|एजेंट|प्रतिनिधि|किसी|मानव|कस्टमर केयर|अधिकारी).{0,12}(?:से|के साथ).{0,12}(?:बात|बोल|जोड़|कनेक्ट|संपर्क)`,
  `\\b(?:insaan|insan|agent|kisi|vyakti|customer care)(?: \\w+)? se baat\\b`,
  // Indonesian, Vietnamese
  `\\b(?:bicara|berbicara|ngobrol|chat|hubungkan|sambungkan|terhubung)(?: \\w+)? (?:dengan|ke|sama) (?:\\w+ )?(?:manusia|orang|agen|cs|petugas|admin|operator|customer service)\\b`,
  `\\b(?:noi chuyen|gap|chat|ket noi|trao doi)(?: truc tiep)?(?: voi)? (?:mot )?(?:nguoi(?: that)?|nhan vien|tu van vien|tong dai vien)\\b`,
];

export const personPatterns: readonly RegExp[] = [...english, ...german, ...romance, ...others].map(
  (source) => new RegExp(source, 'u'),
);
