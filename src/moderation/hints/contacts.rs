//! E-mail addresses, links that name an account, accounts elsewhere; plain, spelled out, spaced or with digits for
//! letters.

use regex::Regex;

use super::pattern::Pattern;
use super::{HintKind, Read};

/// Endings of addresses.
const ENDINGS: &str = concat!(
    "com|net|org|info|edu|gov|io|me|co|uk|de|fr|es|it|nl|be|at|ch|pl|pt|se|no|dk|fi|ie|ca|au",
    "|nz|us|br|mx|ar|cl|in|jp|ru|eu|cz|gr|tr|za|hu|ro|ua|il|kr|cn|app|dev|xyz|email|online"
);
/// Services known by one word.
const MAILERS: &str = concat!(
    "g\\W?mail|googlemail|hotmail|outlook|yahoo|proton\\W?mail|proton|icloud|gmx|web|posteo",
    "|aol|yandex|tutanota|tuta|live|laposte|t-online|mailbox|freenet|zoho|fastmail|orange",
    "|wanadoo|libero|mail"
);
/// What people type for a point, and for the sign before the host.
const POINT: &str = concat!(
    r"(?:\s*[\(\[\{<]\s*(?:dot|punkt|point|punto|ponto|\.)\s*[\)\]\}>]\s*|\s+(?:dot|punkt",
    r"|point|punto|ponto)\s+|\s*\.\s*|_dot_|-dot-)"
);
const AT: &str = concat!(
    r"(?:\s*[\(\[\{<]\s*(?:at|a|arroba|arobase|ad|@|et|klammeraffe)\s*[\)\]\}>]\s*",
    r"|\s+(?:arroba|arobase|klammeraffe|a commercial|chiocciola)\s+|\s*@\s*|_at_|-at-)"
);

static MAIL: Pattern = Pattern::new(|| {
    let host = format!(r"[a-z0-9-]{{1,60}}(?:{POINT}[a-z0-9-]{{1,40}}){{0,2}}{POINT}(?:{ENDINGS})\b");
    Regex::new(&format!(r"\b[a-z0-9][a-z0-9._%+-]{{0,60}}(?:{POINT}[a-z0-9._%+-]{{1,40}})?{AT}{host}")).ok()
});

/// "at" as a word, before a known service or an ending that is spelled out.
static MAIL_SPOKEN: Pattern = Pattern::new(|| {
    let spelled = concat!(
        r"(?:\s+(?:dot|punkt|point|punto|ponto)\s+|\s*[\(\[\{]\s*(?:dot|punkt|point|punto",
        r"|\.)\s*[\)\]\}]\s*)"
    );
    let known = format!(r"(?:{MAILERS})(?:{POINT}(?:{ENDINGS})\b|\b)");
    let any = format!(r"[a-z0-9-]{{2,60}}{spelled}(?:{ENDINGS})\b");
    Regex::new(
        &[
            r"\b[a-z0-9][a-z0-9._%+-]{1,60}(?:\s(?:dot|punkt|point|punto".to_owned(),
            format!(r"|ponto)\s[a-z0-9._-]{{1,40}})*\s+(?:at|aet|arroba|arobase)\s+(?:{known}|{any})"),
        ]
        .concat(),
    )
    .ok()
});

/// "my gmail is jane.doe92".
static MAIL_NAMED: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"\b(?:my|meine?|mi|mon) (?:g-?mail|e-?mail|mail|correo|hotmail|outlook|yahoo|protonmail",
        r"|adresse mail)(?: address| adresse)? (?:is|ist|es|est",
        r"|:)\s*:?\s*(?P<hit>[a-z]*[a-z0-9_.-]*[0-9_.][a-z0-9_-]+)"
    ))
    .ok()
});

/// A link to an account, or one that carries a number of somebody.
static LINK: Pattern = Pattern::new(|| {
    let host = concat!(
        r"(?:[a-z]{2,3}\.|www\.|m\.)?(?:facebook|fb|instagram|linkedin|t|wa|discord|discordapp",
        r"|reddit|tiktok|x|twitter|onlyfans|fetlife|snapchat|telegram|steamcommunity|venmo|paypal",
        r"|cash|ko-fi|patreon|linktr|github|vk|ok|skype|join\.skype|signal|threema|line|kik|tumblr",
        r"|deviantart|soundcloud|xing|meetup|strava|pinterest|youtube|twitch|bsky|mastodon|okcupid",
        r"|tinder|bumble|grindr|calendly|doctolib|jameda)\.(?:com|net|org|me|gg|social|app|ee|ru",
        r"|tv|de|fr|id)"
    );
    let named = format!(r"\b(?:https?://)?{host}/[^\s<>()\[\]]*[a-z0-9@_-]{{2,}}[^\s<>()\[\]]*");
    let keyed = concat!(
        r"\bhttps?://[^\s<>()\[\]]*[?&/](?:id|uid|user|userid|user_id|profile|profil|u|sid|session",
        r"|sessionid|token|ref|invite|email|mail|name|account|member|patient|booking|fbclid|igshid",
        r"|gclid|share|phone|customer|kunde|order)[=/][^\s<>()\[\]]+"
    );
    Regex::new(&format!("(?:{named}|{keyed})")).ok()
});

/// Each letter of a service as it is disguised, with up to one sign between letters of long names.
fn disguised(name: &str) -> String {
    let gap = if name.len() >= 6 { r"[\s._*~-]?" } else { "" };
    let letters: Vec<String> = name.chars().map(|c| letter(c).map_or_else(|| c.to_string(), str::to_owned)).collect();
    letters.join(gap)
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'a' => "[a4@*]",
        'e' => "[e3*]",
        'i' => "[i1!|l*]",
        'l' => "[l1i|!]",
        'o' => "[o0*]",
        's' => "[s5$z]",
        't' => "[t7+]",
        'g' => "[g96]",
        'b' => "[b8]",
        _ => return None,
    })
}

fn services() -> String {
    let long = [
        "telegram",
        "discord",
        "snapchat",
        "instagram",
        "whatsapp",
        "facebook",
        "messenger",
        "tiktok",
        "linkedin",
        "threema",
        "wechat",
        "onlyfans",
        "fetlife",
        "bluesky",
        "mastodon",
        "youtube",
        "tinder",
        "grindr",
        "wickr",
        "twitter",
        "telegramm",
        "telegran",
        "watsapp",
    ];
    let short = ["insta", "reddit", "skype", "viber", "signal", "snap", "kik", "whats", "telega", "wapp"];
    let short = short.into_iter().chain(["w h a t s a p p", "s n a p", "i n s t a", "k i k", "s i g n a l"]);
    let spaced = short.map(|name| disguised(&name.replace(' ', "")).replace("][", r"][\s._-]?["));
    let mut all: Vec<String> = long.iter().map(|name| disguised(name)).collect();
    all.extend(spaced);
    all.extend(
        [
            "s[ ._-]n[ ._-]a[ ._-]p",
            "k[ ._-]i[ ._-]k",
            "i[ ._-]n[ ._-]s[ ._-]t[ ._-]a",
            "s[ ._-]i[ ._-]g[ ._-]n[ ._-]a[ ._-]l",
            "k[1!|l]k",
            "k[i1]c?k",
        ]
        .map(str::to_owned),
    );
    format!("(?:{})", all.join("|"))
}

/// What stands between a service and a name there.
const IS: &str = concat!(
    r"(?:\s*(?:name|user|username|nick|nickname|handle|account|acc|id|tag|profile|is|ist|es",
    r"|est|as|als|under|unter|como|sous|:|=|-|->|@|at|:\)|mein|meine|my|mi|mon|the|heiße ich",
    r"|heisse ich|bin ich|soy|je suis|i am|im|i'm|me)\s*){1,4}"
);
/// A name that people do not write as a word: with a digit, an underscore, a point within or a leading sign.
const ODD: &str = concat!(
    r"(?:@[a-z0-9_.][a-z0-9_.-]{1,30}|[a-z][a-z0-9-]*[0-9_][a-z0-9_.-]*",
    r"|[a-z0-9]+[_.][a-z0-9][a-z0-9_.-]*|[a-z0-9_.]{2,32}#[0-9]{4})"
);

/// A service, then a name that can only be an account: "snap jane_doe92", "telegram: @jane".
static SERVICE_NAME: Pattern = Pattern::new(|| {
    Regex::new(&format!(
        r"\b{}\b{IS}{ODD}|\b{}\b\s+{ODD}|\b(?:ig|sc|tg|fb|dc|wa)\b\s*(?:is|:|=|-|->|@|name)\s*:?\s*{ODD}",
        services(),
        services()
    ))
    .ok()
});

/// A service, then a plain word at the end of a sentence: "my insta is janedoe".
static SERVICE_WORD: Pattern = Pattern::new(|| {
    let stop = concat!(
        r"(?:[.,;!?)\n]|$|\s+(?:if|add|dm|hmu|and (?:we|you|i)|we can|you can|message|text|write",
        r"|falls|wenn|si|por si|schreib))"
    );
    let is = r"(?:\s*(?:username|user name|user|name|handle|nick|id|account|tag)?\s*(?:is|ist|es|est|:|=)\s*:?\s*)";
    Regex::new(&format!(r"(?P<hit>\b{}\b{is}[a-z][a-z-]{{3,30}}){stop}", services())).ok()
});
/// Words that follow "my insta is" and are no name.
static PLAIN_WORDS: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"(?:private|public|gone|deleted|full|empty|boring|down|better|great|toxic|fake|terrible",
        r"|helpful|useful|useless|evil|good|fine|dead|awful|safe|secure|different|another|okay",
        r"|enough|poison|horrible|privat|weg|besser|schlecht|gut|malo|mejor|nul|mieux|priv[eé]e?",
        r"|there|where|what|not|weak|strong|clear|that|mixed|confusing|important|real|stop|pain",
        r"|danger|red|positive|negative)$"
    ))
    .ok()
});

/// "add me on snap", "schreib mir bei Telegram", "escríbeme por WhatsApp", "ajoute-moi sur insta".
static CALL: Pattern = Pattern::new(|| {
    let en = concat!(
        r"(?:add|find|message|dm|text|hit|contact|write|hmu|reach|pm|ping|follow|catch|msg|hmu",
        r"|chat|talk|speak|move|continue|switch|search|look|connect)(?:\s*(?:to|with))?(?:\s*(?:me",
        r"|us|up|for me|over|privately|this|in private|more))*\s*(?:up|over|out|privately",
        r"|there)?\s*(?:on|at|via|over|through|to|in|using|by)"
    );
    let de = concat!(
        r"(?:schreib|schreibt|adde|added|find|findet|kontaktier|such|sucht|melde?|meldet|erreichst",
        r"|erreicht|folg|chatten|reden|schreiben)\s*(?:mich|mir|dich|du mich|ihr mich|euch|wir|bei",
        r" mir|gerne?)?\s*(?:gerne?)?\s*(?:auf|bei|uber|ueber|unter|per|in|via|ub)"
    );
    let es = concat!(
        r"(?:agregame|anademe|escribeme|buscame|contactame|hablame|sigueme|mandame|escribanme",
        r"|hablemos|escribidme|agreguenme|encuentrame|hablamos|encontrame)\s*(?:un",
        r" mensaje)?\s*(?:en|por|al|a|via|mi)(?:\s*mi)?"
    );
    let fr = concat!(
        r"(?:ajoute|ajoutez|ecris|ecrivez|contacte|contactez|trouve|cherche|suis|rejoins|parle",
        r"|parlons|discutons|envoie)[\s-]*(?:moi|me)?\s*(?:un message|mp)?\s*(?:sur|par|via",
        r"|en)(?:\s*mon)?"
    );
    let mine = concat!(
        r"(?:i am|im|i'm|you can find me|find me|available|reachable|ich bin|bin|estoy|je suis",
        r"|mejor|better|lets go|let's go)\s*(?:also|more active|active|auch|tambien",
        r"|aussi)?\s*(?:on|auf|bei|en|sur|at|via|por|uber)"
    );
    Regex::new(&format!(r"\b(?:{en}|{de}|{es}|{fr}|{mine})\s*(?:my|mein|meinem|the|the app)?\s*{}\b", services())).ok()
});

/// "@jane_doe", not an e-mail, not a name of ours (two words and a dash).
static SIGN: Pattern =
    Pattern::new(|| Regex::new(r"(?:^|[\s(\[,:;])(?P<hit>@[a-z0-9_.]{3,30})(?:$|[^a-z0-9_.@-])").ok());
/// "u/jane", "jane#1234".
static TAG: Pattern =
    Pattern::new(|| Regex::new(r"(?:^|[\s(\[,:])(?P<hit>/?u/[a-z0-9_-]{3,20}|[a-z0-9_.]{2,32}#[0-9]{4})\b").ok());
/// A bare way to ask for private contact by numbers or accounts.
static SWAP: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"\b(?:pm|dm|inbox|text|message) me (?:your|ur|for my|my) (?:number|snap|insta|telegram",
        r"|discord|kik|whatsapp|handle|details)\b"
    ))
    .ok()
});

/// What is found, by characters of the original.
pub(super) fn find(read: &Read) -> Vec<(HintKind, usize, usize)> {
    let text = read.text.as_str();
    let mut found = Vec::new();
    let mut take = |kind: HintKind, pattern: &Pattern| {
        for hit in pattern.all(text) {
            let (start, end) = read.original(hit.range());
            found.push((kind, start, end));
        }
    };
    take(HintKind::Link, &LINK);
    for pattern in [&MAIL, &MAIL_SPOKEN, &MAIL_NAMED] {
        take(HintKind::Email, pattern);
    }
    for pattern in [&SERVICE_NAME, &CALL, &SIGN, &TAG, &SWAP] {
        take(HintKind::Elsewhere, pattern);
    }
    for hit in SERVICE_WORD.all(text).filter(|hit| !PLAIN_WORDS.is_in(hit.as_str())) {
        let (start, end) = read.original(hit.range());
        found.push((HintKind::Elsewhere, start, end));
    }
    found
}
