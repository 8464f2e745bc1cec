// How people ask for a person in the languages whose words have no kinds (words.ts).
// Read against one clause: lower case, no accents in Latin script, single spaces.

const any = (...words: string[]) => `(?:${words.join('|')})`;
const maybe = (...words: string[]) => `(?:${words.join('|')}){0,3}`;

const italian = (() => {
  const who = any(
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
  const un = maybe('un ', 'una ', 'uno ', 'l ', 'il ', 'la ', 'vero ', 'vera ', 'veri ', 'suo ', 'altro ');
  return [
    `\\b(?:parlare|parlo|chattare|contattare|comunicare|passare|passatemi|passami|mettermi in contatto|mettimi in contatto|conversare|trasferirmi|collegarmi) (?:con |a |all |ad |al )*${un}${who}\\b`,
    `\\b(?:voglio|vorrei|ho bisogno di|mi serve|preferisco|desidero) ${un}(?:operatore|operatrice|umano|essere umano|persona (?:vera|reale)|addetto|consulente)\\b`,
    `^${un}(?:operatore|umano|persona reale|persona vera|essere umano)(?: per favore)?$`,
    `(?:^(?:puo|puoi|potete|potrebbe|potreste) (?:ri)?chiamarmi|^mi (?:puo|puoi|potete|potrebbe|potreste) (?:ri)?chiamare|^(?:ri)?chiama(?:te)?mi|^mi (?:ri)?chiami)(?: per favore| oggi| subito)?$`,
    `^non voglio parlare con (?:un |una )?(?:bot|robot|macchina)`,
  ];
})();

const others = [
  // Dutch
  `\\bmet (?:een |iemand |n )*(?:echte? |menselijke )?(?:mens|persoon|iemand|medewerker|medewerkster|agent|klantenservice|adviseur|collega)?.{0,12}\\b(?:praten|spreken|chatten|doorverbonden|doorverbinden|contact)\\b`,
  `\\b(?:praten|spreken|chatten|doorverbinden|verbind) (?:me |mij )?met (?:een |de |iemand)(?:echte? )?(?:mens|persoon|medewerker|agent|klantenservice|adviseur)?`,
  `\\been (?:echte? )?(?:mens|medewerker|persoon) (?:spreken|aan de lijn|graag)\\b|^(?:een )?(?:echt )?(?:mens|medewerker)(?: graag| alstublieft| aub)?$`,
  `(?:^bel (?:me|mij)(?: terug)?|\\b(?:kunt u|kun je|kan iemand) (?:me|mij) (?:terug)?bellen)(?: alstublieft| aub| vandaag)?$`,
  // Polish
  `(?:^(?:prosze )?(?:zadzwon|oddzwon)(?:cie)?(?: do mnie)?|\\b(?:mozecie|moze ktos|moze pan|moze pani) (?:do mnie )?(?:zadzwonic|oddzwonic)(?: do mnie)?)(?: prosze| dzis| teraz)?$`,
  `\\b(?:rozmawiac|porozmawiac|rozmowy|rozmowa|polaczyc|polacz|polaczcie|pogadac|skontaktowac|kontakt|przelacz|przelaczyc|polaczenie)\\b.{0,12}\\b(?:z|ze|do) (?:kims|zywym |prawdziwym |jakims )*(?:czlowiek(?:iem|a)|konsultant(?:em|a|ka)|pracownik(?:iem|a)|osoba|agentem|doradca|kims|obsluga)`,
  `\\b(?:chce|potrzebuje|poprosze|prosze) (?:o )?(?:zywego |prawdziwego )?(?:czlowieka|konsultanta|pracownika)\\b|^(?:czlowiek|konsultant|zywy czlowiek)(?: prosze)?$`,
  // Turkish
  `(?:insan|gercek kisi|gercek biri|biri|birisi|temsilci|musteri temsilcisi|yetkili|operator|canli destek|calisan)\\w*(?: bir\\w*)?(?: ile| la| le)? (?:\\w+ )?(?:konus|gorus|bagla|yazis|iletis|aktar)`,
  `\\bmusteri temsilcisi\\b(?: istiyorum|$)|\\bcanli destek(?: istiyorum|$)`,
  `^(?:lutfen )?beni (?:ara|arayin|arar misin|arar misiniz|arayabilir misiniz|geri arayin)(?: lutfen)?$`,
  // Ukrainian
  `(?:поговорити|зв язатися|з єднайте|покличте|спілкуватися).{0,15}(?:людин|оператор|менеджер|кимось)`,
  // Korean
  `(?:상담원|상담사|사람|직원|담당자)(?:과|와|이랑|랑|하고|에게|한테|을|를|으로)? ?(?:직접 )?(?:연결|통화|상담|이야기|얘기|대화|말하|말씀|바꿔|불러)`,
  `^전화 ?(?:좀 )?(?:주세요|주실 수 있나요|해 ?주세요|부탁(?:드려요|드립니다|해요)?)$`,
  // Persian
  `(?:انسان|آدم|شخص|اپراتور|پشتیبان|کارشناس|نفر|مسئول|کسی).{0,15}(?:صحبت|حرف|گفتگو|وصل)|(?:صحبت|حرف|گفتگو).{0,12}(?:انسان|آدم|اپراتور|پشتیبان|کارشناس)`,
  // Vietnamese
  `^(?:(?:lam on|vui long|xin|hay|ban) )*goi (?:lai )?cho (?:toi|minh|em)(?: nhe| di| ngay)?$`,
  `\\b(?:noi chuyen|gap|chat|ket noi|trao doi)(?: truc tiep)?(?: voi)? (?:mot )?(?:nguoi(?: that)?|nhan vien|tu van vien|tong dai vien)\\b`,
];

export const personPatterns: readonly RegExp[] = [...italian, ...others].map(
  (source) => new RegExp(source, 'u'),
);
