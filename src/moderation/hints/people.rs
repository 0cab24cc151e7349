//! Names of people and of places that lead to them. Capitals matter here: the text is folded but for them.

use regex::Regex;

use super::pattern::Pattern;
use super::{HintKind, Read};

static SAID: Pattern = Pattern::new(|| {
    let says = concat!(
        r"(?:[Mm]y (?:(?:full|real|first|last|actual|birth|legal|sur) ?)?name(?:'s| is|s)",
        r"|(?:[Hh]is|[Hh]er|[Tt]heir) (?:full |real |first )?name(?:'s| is)|[Ii] am called|[Ii]'m",
        r" called|[Mm]y friends call me|[Pp]eople call me|[Yy]ou can call me|[Cc]all me|[Mm]ein",
        r" (?:richtiger |voller )?[Nn]ame ist|[Ii]ch hei(?:ß|ss)e|[Ii]ch bin (?:der|die)|[Ee]r",
        r" hei(?:ß|ss)t|[Ss]ie hei(?:ß|ss)t|[Mm]e llamo|[Mm]i nombre(?: real| completo)? es|[Ss]e",
        r" llama|[Jj]e m'?\s?appelle|[Mm]on (?:pr[eé])?nom est|[Ii]l s'appelle|[Ee]lle s'appelle",
        r"|[Mm]i chiamo|[Mm]eu nome [eé])"
    );
    Regex::new(&format!(r"\b{says}:?\s+(?P<hit>\p{{L}}[\p{{L}}'’-]+(?:\s\p{{Lu}}[\p{{L}}'’-]+){{0,2}})")).ok()
});
/// Words that follow "my name is" and are no name.
static NO_NAME: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^(?:[Nn]ot|[Oo]n|[Ii]n|[Nn]ever|something|anonymous|the|[Mm]ud|irrelevant|important|here",
        r"|used|written|secret|an?|being|known|unique|too|my|no|unimportant|private|nothing|mine",
        r"|hidden|safe|still|and|or|but|crazy|back|when|if|weird|paranoid|old|names?|egal|nicht",
        r"|geheim|hier|auf|unwichtig|es|das|so|kein|die|der|wie|no|un|una|secreto|importante|sin",
        r"|pas|secret|comme|un|une|ça|to|needy|selfish|naive|out|it|what|whatever|lucky|hopeless",
        r"|romantic|cynical|lazy|frigid|broken|stupid|anything|sweet|baby|daddy|mistress|sir",
        r"|[a-z]+-[a-z]+)$"
    ))
    .ok()
});
static TITLED: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"\b(?P<hit>(?:Dr\.?|Dra\.?|Prof\.?|Doctor|Docteur|Doctora|Doktor|Mr\.?|Mrs\.?|Ms\.?|Herr",
        r"|Frau Dr\.?|Herrn|Sr\.|Sra\.|Mme\.?|Mme|Nurse)\s+(?:(?:von|van|de|del|der|la|le|Med\.?",
        r"|med\.?)\s)?\p{Lu}[\p{L}'’-]{1,}(?:\s\p{Lu}[\p{L}'’-]+)?)"
    ))
    .ok()
});
/// "my husband Thomas", "my wife Sarah".
static KIN: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"\b(?:[Mm]y (?:husband|wife|boyfriend|girlfriend|partner|fianc[eé]e?|brother|sister|son",
        r"|daughter|therapist|doctor|boss|friend|ex|physio|gynaecologist|gynecologist|midwife",
        r"|cousin|uncle)|[Mm]i (?:marido|esposo|esposa|novio|novia|mujer|pareja|hijo|hija|hermano",
        r"|hermana|terapeuta|jefe)|[Mm]on (?:mari|copain|fils|fr[eè]re|patron)|[Mm]a (?:femme",
        r"|copine|fille|s[oœ]ur|sœur)),? (?P<hit>\p{Lu}\p{Ll}{2,}(?:\s\p{Lu}\p{Ll}+)?)"
    ))
    .ok()
});
/// Capitals that begin a sentence or are no names.
static NO_KIN: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^(?:And|But|The|He|She|They|We|Is|Has|Does|Said|Will|Would|Can|Was|Wants|Thinks|Told",
        r"|When|Who|With|After|Before|If|Because|So|Not|Asked|Feels|Gets|Keeps|Left|Died|Came|Went",
        r"|Loves|Viagra|Cialis|Que|Dice|Qui|Dit|Est|God|Christian|Muslim|Catholic|English|German",
        r"|French|Spanish)\b"
    ))
    .ok()
});

static PLACES: [Pattern; 5] = [
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>(?:(?:St\.?|Saint|Sankt|Ste\.?|Sainte|San|Santa",
            r"|Mount)\s)?\p{Lu}[\p{L}'’&-]+(?:\s(?:of\s|and\s",
            r"|the\s)?\p{Lu}[\p{L}'’&-]+){0,3}\s(?:Hospitals?|Clinic|Medical Cent(?:er|re)|Infirmary",
            r"|Hospice|University|Uni|College|High School|Primary School|Grammar School|School|Academy",
            r"|Health Cent(?:er|re)|Practice|Surgery|Therapy Cent(?:er|re)|Church|Prison|Barracks",
            r"|Institute|Centre for|Medical Practice|Krankenhaus|Klinik|Klinikum|Gymnasium",
            r"|Universit[aä]t))\b"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>(?:Klinikum|Klinik|Uniklinik|Universit[aä]tsklinikum|Universit[aä]tsklinik",
            r"|Krankenhaus|Frauenklinik|Praxis|Charit[eé])\s(?:(?:am|an der|im|in|in der|zum|zur",
            r"|f[uü]r|Dr\.|St\.|Sankt|von|rechts|Bad)\s?){0,2}\p{Lu}[\p{L}.’'-]{2,})"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>(?:[Hh][oô]pital|[Cc]linique|CHU|CHR|[Cc]entre [Hh]ospitalier|[Hh]ospital",
            r"|[Cc]l[ií]nica|[Cc]entro de [Ss]alud|[Uu]niversidad|[Uu]niversit[eé]|[Ll]yc[eé]e",
            r"|[Cc]oll[eè]ge|[Cc]olegio|[Ii]nstituto)\s(?:(?:de|du|des|del|de la|de l[ao]s?|d'|la|le",
            r"|l'|Universitari[oa]|General|Priv[eé]e|universitaire|Universitaire|Internacional|San",
            r"|Santa|Saint|Sainte|St)[\s-]?){0,3}\p{Lu}[\p{L}’'-]{2,}(?:[\s-]\p{Lu}[\p{L}’'-]+)*)"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?:I|i|[Ww]e|[Hh]e|[Ss]he|my (?:husband|wife|partner)) (?:'?m |am |is )?(?:currently ",
            r"|now |still )?(?:work(?:s|ed|ing)?|employed|stud(?:y|ies|ied|ying)|teach(?:es|ing)?",
            r"|volunteer|intern|a (?:nurse|doctor|teacher|manager|driver|student|cashier|engineer",
            r"|officer|lecturer|receptionist|barista)) (?:as an? [\p{L} -]{3,25} )?(?:at|for|with|in)",
            r" (?:the )?(?P<hit>\p{Lu}[\p{L}\p{N}&'’-]+(?:\s(?:of\s|and\s",
            r"|&\s)?\p{Lu}[\p{L}&'’-]+){0,3})"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?:(?:[Ii]ch )?arbeite(?:t)? (?:als \p{L}+ )?(?:bei|beim|bei der|f[uü]r die)",
            r"|[Tt]rabajo (?:como \p{L}+ )?(?:en|para)(?: el| la)?|[Jj]e travaille (?:comme \p{L}+",
            r" )?(?:chez|pour|[aà] la|au)|[Ee]studio en la|[Ii]ch studiere an der)",
            r" (?P<hit>\p{Lu}[\p{L}\p{N}&'’-]+(?:\s\p{Lu}[\p{L}&'’-]+){0,3})"
        ))
        .ok()
    }),
];
/// Places that every town has.
static GENERAL: Pattern = Pattern::new(|| {
    let word = concat!(
        r"(?:The|A|An|My|Our|Your|Her|His|Their|This|That|Local|Sexual|Pelvic|Pain|Women|Women's",
        r"|Womens|Men's|Health|Public|General|Private|University|Medical|Community|Primary|High",
        r"|Secondary|Catholic|Sunday|Christian|Boarding|Teaching|Gender|Fertility|Menopause",
        r"|Psychosexual|Urology|Gynaecology|Gynecology|Floor|In|At|After|When|Then|Before|No|One",
        r"|Another|Free|Small|Some|Any|From|Since|Through|NHS|Every|Best|Good|Couples|Sex|Erectile",
        r"|Vulval|Vulva|Hospital|School|College|First|I|If|And|But|State|Old|New|Medieval|Mental",
        r"|Walk-in|STI|STD|IVF|Eating|Disorder|Day|Night|Big|Group|German|English)"
    );
    Regex::new(
        &[
            format!(r"^(?:{word}\s)+(?:Hospitals?|Clinic|Medical Cent\w+|Infirmary|Hospice|University|Uni"),
            r"|College|High School|School|Academy|Health Cent\w+|Practice|Surgery|Church|Centre for".to_owned(),
            r"|Institute|Prison)$|^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".to_owned(),
            r"|Christmas|January|February|March|April|May|June|July|August|September|October|November".to_owned(),
            r"|December|IT|HR|Nacht|Tag|Hause|English|German|French|Spanish|Europe|America|Germany".to_owned(),
            r"|London|France|Spain)$".to_owned(),
        ]
        .concat(),
    )
    .ok()
});
/// Postcodes by their form, in capitals; five digits before the name of a town.
static POSTCODES: [Pattern; 5] = [
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>(?:[A-PR-UWYZ][0-9][0-9A-HJKPSTUW]?",
            r"|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRV-Y]?)\s?[0-9][ABD-HJLNP-UW-Z]{2})\b"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(r"\b(?P<hit>[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][\s-]?[0-9][ABCEGHJ-NPRSTV-Z][0-9])\b").ok()
    }),
    Pattern::new(|| {
        Regex::new(r"\b(?P<hit>[1-9][0-9]{3}\s?(?:[A-RT-Z][A-Z]|S[BCE-RT-Z]))\b(?:[\s,]+\p{Lu}\p{Ll}+|[,.\n]|$)").ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>(?:\p{Lu}\p{Ll}+,?\s)?(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA",
            r"|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA",
            r"|WV|WI|WY|DC),?\s[0-9]{5}(?:-[0-9]{4})?)\b"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"(?:\b(?:in|aus|nach|bei|wohne in|lebe in|live in|from|near|[aà]|de|en|vivo en|adresse",
            r"|address|habite)\s|[,:;(]\s?|^|\n)(?P<hit>(?:[A-Z]{1,2}-)?[0-9]{3}\s?[0-9]{2}\s(?:(?:San",
            r"|Santa|Saint|St\.?|Bad|La|Le|Las|Los|El)[\s-])?\p{Lu}\p{Ll}{2,}(?:[\s-]\p{Lu}\p{Ll}+)?)"
        ))
        .ok()
    }),
];
/// Round numbers before a capital: an amount.
static AMOUNT: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^[0-9]+00\b|\s(?:Euro|Euros|Dollar|Schritte|Menschen|Leute|Frauen|Personen|Kalorien",
        r"|Jahre|Mal|Kilometer|Meter|Stunden|Einheiten|Volt|Franken|Pfund|Mitglieder|Posts|Steps)$"
    ))
    .ok()
});

/// What is found, by characters of the original.
pub(super) fn find(read: &Read) -> Vec<(HintKind, usize, usize)> {
    let text = read.text.as_str();
    let mut found = Vec::new();
    let mut take = |kind: HintKind, pattern: &Pattern, but: Option<&Pattern>| {
        for hit in pattern.all(text).filter(|hit| !but.is_some_and(|but| but.is_in(hit.as_str()))) {
            let (start, end) = read.original(hit.range());
            found.push((kind, start, end));
        }
    };
    take(HintKind::Name, &SAID, Some(&NO_NAME));
    take(HintKind::Name, &TITLED, None);
    take(HintKind::Name, &KIN, Some(&NO_KIN));
    for place in &PLACES {
        take(HintKind::Place, place, Some(&GENERAL));
    }
    for code in &POSTCODES {
        take(HintKind::Address, code, Some(&AMOUNT));
    }
    found
}
