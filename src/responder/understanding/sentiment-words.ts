// The words of anger and of thanks, by language and kind. Accents do not count.
//
// Y you, your company, this · I what nobody is called in peace · J what is one thing of "you" and another of a mail: fraud
// L an attack by itself · O outrage · X swearing · F how one feels · W bad · G good · N not · w when, if, what is asked · '' says nothing
import type { Vocabulary } from './word-classes';

const english: Vocabulary = {
  '': 'a|an|the|so|just|very|really|totally|absolutely|such|complete|completely|total|bunch|bunch of|of|all|and|literally|pure|big|fucking|bloody|damn|freaking|utter|utterly|full of|nothing but|is|are|was|were|am|be|being|re|s|m|been|ever|as|i|my|me|what|your company',
  w: 'if|when|how|in case|report|reporting|reported|is this|is that|is it|are these|what if|whether|suspect|suspected|protect|prevent|victim|victim of',
  L: 'fuck you|fuck off|fuck this|screw you|screw this|go to hell|piss off|sue you|i will sue|i ll sue|my lawyer|legal action|never again|how dare you|kiss my ass|give me my money back|are you kidding me|are you kidding|kidding me|shame on you|rot in hell|eat shit|shut up|you suck|this sucks|you stole|stealing my money|robbing me|robbed me|ripping me off|ripped me off|scammed me|scamming me|lied to me|lying to me|consumer protection|see you in court|take you to court|waste of time|waste of money|waste of my time|sick of you|sick of your|sick of this|fed up',
  Y: 'you|you guys|you people|u|you lot|y all|your|this company|the company|this bot|your bot|this service|your service|this shop|this is|it s|it is|that is|that s|your support|your website|this app|your app|this support|this place|everyone there|your team|your staff|support',
  I: 'scammers|scammer|thieves|thief|crooks|crook|liars|liar|idiots|idiot|morons|moron|incompetent|clowns|fraudsters|fraudster|con artists|stupid|pathetic|dumb|joke|criminals|dishonest|lousy|shameless|imbeciles|losers|garbage|rubbish|trash|crap|shit|brainless|terrible|awful|horrible|the worst|ridiculous|disgraceful|a disgrace|robbers|cheaters|cheats|unprofessional|bullshit|disgusting|shady',
  J: 'fraud|frauds|scam|scams|rip off|ripoff|ripoffs|theft|robbery|con|cheating|lie|lies|useless|worthless',
  O: 'unacceptable|outrageous|furious|disgrace|hate|worst|livid|pissed|pissed off|appalling|atrocious|hell|enraged|abysmal|shocking|scandalous|insulting|infuriating|despise|nonsense|shame|disgusted|shambles|fuming|nightmare|hopeless|horrendous|angry|ashamed|wtf',
  X: 'fuck|fucked|bastard|bastards|asshole|assholes|bitch|dickheads|motherfucker|motherfuckers|bs',
  F: 'disappointed|disappointing|disappointment|frustrated|frustrating|frustration|annoyed|annoying|upset|unhappy|dissatisfied|unsatisfied|let down|disgruntled|unbelievable|irritated|irritating',
  W: 'bad|poor|poorly|wrong|rude|slow|unreliable|unhelpful|careless|ignored|ignoring|sad|badly',
  G: 'thanks|thank|great|wonderful|love|loved|excellent|amazing|perfect|awesome|brilliant|fantastic|happy|pleased|glad|appreciate|lovely|superb|helpful|delighted|best|good|nice',
  N: 'not|isn t|aren t|don t|never|no|doesn t|wasn t|weren t|didn t|cannot|without|ain t',
};

const spanish: Vocabulary = {
  '': 'un|una|unos|unas|muy|el|la|los|las|de|del|y|puro|pura|total|totalmente|tan|mas|que|en|todo|todos|lo|mundo|vaya|su|sus|mi',
  w: 'si|cuando|como|denuncio|denunciar|reportar|evitar|es esto|este correo|este mensaje|en caso',
  L: 'vayanse a la mierda|vayanse al diablo|vete a la mierda|vete al diablo|los voy a demandar|voy a demandar|demandare|mi abogado|nunca mas|hijos de puta|hijo de puta|devuelvanme mi dinero|tomando el pelo|que asco|que verguenza|me robaron el dinero|me estafaron|me han estafado|me estan robando|chinga|chinguen|no tienen verguenza|denunciare|los denuncio|acciones legales|perdida de tiempo|harto de ustedes|harto de sus|harto de vosotros|harto de este',
  Y: 'son|eres|sois|es usted|ustedes|esto es|esto|esta empresa|este bot|este robot|esta tienda|vosotros|su empresa|es una|es un|este servicio|su servicio|estos|pandilla|parecen|servicio|atencion',
  I: 'estafadores|estafador|ladrones|ladron|incompetentes|incompetente|sinverguenzas|sinverguenza|mentirosos|mentiroso|idiotas|idiota|estupido|estupidos|imbeciles|pateticos|patetico|patetica|basura|mierda|payasos|corruptos|tramposos|asqueroso|porqueria|pesimos|pesimo|pesima|horrible|horribles|terrible|una verguenza|una burla|timadores|una tomadura|delincuentes|ratas',
  J: 'estafa|fraude|robo|timo|engano|mentira|mentiras|inutil|inutiles',
  O: 'inaceptable|furioso|furiosa|indignante|odio|peor|indignado|indignada|asco|verguenza|enojado|enojada|enfadado|enfadada|intolerable|vergonzoso|lamentable|escandalo|pesadilla|cabreado|cabreada|detesto|colmo',
  X: 'joder|cono|carajo|puta|puto|cabrones|cabron|pendejos|gilipollas|mierda|hostia',
  F: 'decepcionado|decepcionada|decepcion|frustrado|frustrada|frustrante|molesto|molesta|harto|harta|descontento|insatisfecho|insatisfecha|disgustado|disgustada|increible que',
  W: 'malo|mala|mal|fatal|deficiente|equivocado|equivocada',
  G: 'gracias|excelente|perfecto|genial|maravilloso|maravillosa|encanta|feliz|contento|contenta|estupendo|fantastico|amable|buenisimo|agradezco|bien|bueno|buena',
  N: 'no|nada|ni|nunca|sin|tampoco',
};

const german: Vocabulary = {
  '': 'ein|eine|einen|der|die|das|so|nur|total|vollig|absolut|echt|einfach|ein haufen|haufen|reinste|reiner|purer|pure|und|alle|was fur|doch|wirklich|komplett|zeiten|aller|euer|ich|war',
  w: 'wenn|falls|wie melde|melde ich|ist diese|ist dies|ob|melden|verdacht|sobald|im falle',
  L: 'leckt mich|leck mich|fahrt zur holle|fahr zur holle|verklage euch|verklage sie|verklagen|meinen anwalt|mein anwalt|rechtliche schritte|nie wieder|wollt ihr mich verarschen|wollen sie mich verarschen|verarschen|verarscht|verpisst euch|verpiss dich|gebt mir mein geld|schnauze voll|fick dich|fickt euch|halt die fresse|geld gestohlen|geld geklaut|ubers ohr gehauen|zeitverschwendung|schamt euch|schamen sie sich|anzeige erstatten|verbraucherschutz|zum kotzen|das letzte',
  Y: 'ihr seid|sie sind|du bist|ihr|das ist|das ist ja|diese firma|dieser laden|dieser bot|euer bot|ihr bot|dieser service|euer service|so ein|so eine|ist|der bot|euer laden|euer support|ihr support|die firma|was fur ein|was fur eine|sind',
  I: 'betruger|abzocker|gauner|lugner|diebe|idioten|idiot|unfahig|inkompetent|dumm|peinlich|verbrecher|versager|scheissladen|scheissverein|saftladen|mist|mull|schrott|dreck|scheisse|unverschamt|lacherlich|unseriose|unserios|furchtbar|schrecklich|katastrophe|unverschamtheit|frechheit|dreist|witz|halunken|stumper|trottel|deppen|schlampig|erbarmlich|drecksladen',
  J: 'betrug|abzocke|diebstahl|wucher|schwindel|luge|lugen|nutzlos|wertlos',
  O: 'unverschamtheit|stinksauer|wutend|furchtbar|schlechteste|mieseste|widerlich|unfassbar|hasse|frechheit|skandal|inakzeptabel|unerhort|schrecklich|sauer|emport|bodenlos|ekelhaft|katastrophal|grauenhaft|mist|scheiss|unmoglich von|zumutung|unertraglich|schande|schlimmste|schlimmster|fassungslos',
  X: 'scheisse|verdammte|arschlocher|arschloch|wichser|fick|kotzt',
  F: 'enttauscht|enttauschend|enttauschung|frustriert|frustrierend|unzufrieden|verargert|genervt|nervt|argerlich|traurig|arger',
  W: 'schlecht|schlechte|schlechter|falsch|falsche|falschen|unfreundlich|mies|miese|langsam',
  G: 'danke|super|toll|perfekt|wunderbar|klasse|ausgezeichnet|prima|freue|zufrieden|hervorragend|liebe|spitze|vielen dank|freundlich|gut|begeistert',
  N: 'nicht|kein|keine|keinen|nie|ohne|niemals',
};

const french: Vocabulary = {
  '': 'un|une|des|les|le|la|de|du|d|si|tres|vraiment|totalement|completement|vraie|vrai|bande|bande de|et|tous|l|pure|veritable|quel|quelle|tellement|trop|que',
  w: 'si|quand|comment|signaler|est il une|est elle une|est ce une|est ce un|ce mail|cet email|eviter|en cas|lorsque',
  L: 'allez vous faire|va te faire|allez au diable|mon avocat|porter plainte|plus jamais|foutez de moi|moquez de moi|vous vous foutez|rendez moi mon argent|vous m avez vole|on m a arnaque|vous m avez arnaque|marre de vos|marre de vous|marre de ce|nique|fils de pute|honte a vous|n avez pas honte|perte de temps|en justice|poursuivre en justice|action en justice|je vais vous poursuivre|va crever|allez crever|ras le bol',
  Y: 'vous etes|tu es|c est|cette entreprise|ce bot|votre bot|ce service|votre service|ce magasin|vous|cette societe|votre entreprise|est une|est un|ce site|votre support|votre societe|service|entreprise|est|le bot',
  I: 'escrocs|escroc|voleurs|voleur|nuls|nulles|incompetents|incompetent|menteurs|menteur|idiots|idiot|stupide|stupides|lamentable|lamentables|imbeciles|pathetique|merde|poubelle|honteux|n importe quoi|pourri|pourris|bandits|charlatans|minable|minables|ridicules|ridicule|une honte|une blague|catastrophique|incapables|incapable|horrible|scandaleux',
  J: 'arnaque|escroquerie|fraude|vol|mensonge|mensonges|nul|nulle|inutile|inutiles',
  O: 'inadmissible|furieux|furieuse|pire|scandaleux|scandaleuse|degoutant|deteste|honteux|inacceptable|horrible|scandale|en colere|ecoeurant|revoltant|intolerable|affreux|cauchemar|hais|colere|indigne|lamentable|honte|outre|outree|catastrophique',
  X: 'putain|merde|bordel|connards|connard|salauds|salaud|encules|foutre',
  F: 'decu|decue|decevant|decevante|deception|frustre|frustree|frustrant|frustrante|mecontent|mecontente|enerve|enervee|agace|agacee|enervant|contrarie|insatisfait|insatisfaite|ras le bol',
  W: 'mauvais|mauvaise|mauvaises|mal|nul|lent|desagreable|deplorable',
  G: 'merci|parfait|super|genial|excellent|merveilleux|adore|content|contente|ravi|ravie|formidable|top|satisfait|satisfaite|bravo|gentil|bien|bon',
  N: 'pas|jamais|aucun|sans|ni|non',
};

const portuguese: Vocabulary = {
  '': 'um|uma|uns|o|a|os|as|de|do|da|e|muito|bando|bando de|puro|pura|total|totalmente|tao|que|mais|todos|mundo|ja|vi|seus|ser',
  w: 'se|quando|como|denuncio|denunciar|este e mail|esse e mail|e golpe|evitar|esta mensagem|essa mensagem|caso',
  L: 'vao se foder|va se foder|vai se foder|vao para o inferno|vao pro inferno|vai para o inferno|vou processar|processar voces|meu advogado|nunca mais|devolvam meu dinheiro|brincadeira comigo|tomar no cu|me roubaram o dinheiro|fui enganado|fui roubado por|farto de voces|farto das|cansei de voces|filhos da puta|filho da puta|que vergonha|que nojo|procon|acao judicial|perda de tempo|palhacada|tenham vergonha|nao tem vergonha|medidas legais|reclame aqui',
  Y: 'voces sao|voce e|isso e|essa empresa|esta empresa|esse robo|este robo|esse bot|essa loja|esta loja|voces|e uma|e um|esse servico|este servico|parecem|sao|servico|atendimento|isto e|empresa',
  I: 'golpistas|golpista|ladroes|ladrao|incompetentes|incompetente|mentirosos|mentiroso|idiotas|idiota|burro|burros|estupido|estupidos|patetico|pateticos|lixo|merda|porcaria|palhacos|picaretas|vagabundos|pessimo|pessima|pessimos|ridiculo|ridiculos|vergonha|uma vergonha|uma piada|horrivel|bandidos|caloteiros|trouxas|safados|despreparados|desonestos',
  J: 'golpe|fraude|roubo|enganacao|mentira|mentiras|calote|inutil|inuteis',
  O: 'inaceitavel|furioso|furiosa|pior|horrivel|absurdo|nojento|odeio|vergonha|indignado|indignada|revoltante|revoltado|revoltada|lamentavel|nojo|intoleravel|pesadelo|irritado|irritada|com raiva|pessima|pessimo|detesto|descaso|desrespeito|palhacada',
  X: 'porra|caralho|merda|puta|foda|cacete|desgracados',
  F: 'decepcionado|decepcionada|decepcao|frustrado|frustrada|frustrante|chateado|chateada|insatisfeito|insatisfeita|descontente|aborrecido|aborrecida|farto|farta',
  W: 'ruim|ruins|mal|errado|errada|mau|ma|lento',
  G: 'obrigado|obrigada|otimo|otima|excelente|perfeito|maravilhoso|maravilhosa|adorei|amo|feliz|parabens|fantastico|incrivel|contente|ajudou|agradeco|bom|boa',
  N: 'nao|nada|nem|nunca|sem',
};

export const western: readonly Vocabulary[] = [english, spanish, german, french, portuguese];
