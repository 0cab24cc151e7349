//! Phone numbers of many countries, also spelled out; postcodes with their context; dates of birth.

use std::collections::HashSet;

use regex::Regex;

use super::pattern::Pattern;
use super::{HintKind, Read};

/// Digits with single signs between them.
static DIGITS: Pattern = Pattern::new(|| {
    Regex::new(
        r"(?:\+|\b00|\(\+?)?[0-9oil]?[0-9](?:[\s().\-/_*~|\u{2022}\u{b7},]{0,3}[0-9]|[oil][0-9]|[0-9][oil]){6,22}",
    )
    .ok()
});
/// Words that make a short or odd number a phone number.
static CALLED: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"\b(?:call|ring|text|phone|tel|telephone|telefon\w*|cell|mobile|mobil|number|nr|nummer",
        r"|numero|handy\w*|movil|celular|whatsapp|whats|portable|sms|anrufen|ruf|llama\w*|appel\w*",
        r"|reach me|my no|fon|cel|signal|contact|hotline is mine)\b[^0-9]{0,30}$"
    ))
    .ok()
});
/// Dates, ranges of years, versions.
static DATE: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^(?:[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?(?:19|20)?[0-9]{2}|(?:19",
        r"|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2})(?:[\sT,/-]+[0-9].*)?$|^(?:(?:19",
        r"|20)[0-9]{2}[\s,/.-]*)+$"
    ))
    .ok()
});
/// Units behind a number: it is an amount.
static UNIT: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^\s?(?:mg|mcg|ug|g|kg|cm|mm|m|km|ml|l|%|years?|yrs?|yo|days?|weeks?|months?|hours?|min",
        r"|minutes?|times|euros?|dollars?|pounds?|eur|usd|gbp|kcal|cal|jahre?|tage|wochen|monate",
        r"|stunden|anos?|dias|meses|ans|jours|mois|iu|ie|units?|steps|people|schritte|pm|am|uhr|h",
        r"|inch|inches|stone|lbs?|bpm|mmhg|ng|nmol|pmol)\b"
    ))
    .ok()
});
/// Seven or more digits as words.
static SPELLED: Pattern = Pattern::new(|| {
    let words = concat!(
        "zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple|null|eins|zwei|zwo",
        "|drei|vier|fuenf|funf|sechs|sieben|acht|neun|cero|uno|dos|tres|cuatro|cinco|seis|siete",
        "|ocho|nueve|un|deux|trois|quatre|cinq|sept|huit|neuf|six|plus|[0-9]{1,4}"
    );
    Regex::new(&format!(r"\b(?:{words})(?:[\s,.\-]+(?:{words})){{6,24}}\b")).ok()
});
static WORD: Pattern = Pattern::new(|| Regex::new(r"[a-z]+").ok());
static COUNTING: Pattern = Pattern::new(|| {
    Regex::new(concat!(
        r"^one[\s,.\-]+two[\s,.\-]+three[\s,.\-]+four|^eins[\s,.\-]+zwei[\s,.\-]+drei[\s,.\-]+vier",
        r"|^uno[\s,.\-]+dos[\s,.\-]+tres[\s,.\-]+cuatro",
        r"|^un[\s,.\-]+deux[\s,.\-]+trois[\s,.\-]+quatre|^(?:four|five|six|seven|eight|nine",
        r"|ten)[\s,.\-]+(?:three|four|five|six)[\s,.\-]+(?:two|three|four|five)[\s,.\-]+(?:one|two",
        r"|three|four)\b"
    ))
    .ok()
});

static ADDRESS: [Pattern; 4] = [
    // ZIP and other five digits beside a word that says so.
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?:zip|zip ?code|postcode|post code|postal code|postleitzahl|plz|code postal|codigo",
            r" postal|cp|c\.p\.|postcode is)\b[^0-9a-z]{0,3}(?:is|ist|es|est",
            r"|:)?[^0-9a-z]{0,3}(?P<hit>[a-z]{0,2}-?[0-9]{4,5}(?:-[0-9]{3,4})?",
            r"|[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}|[a-z][0-9][a-z] ?[0-9][a-z][0-9])\b"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>[0-9]{1,5}[a-z]?,? (?:[a-z]+ ){1,3}(?:street|road|avenue|lane|drive|close",
            r"|boulevard|crescent|terrace|ave|blvd))\b"
        ))
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(
            r"\b(?P<hit>[a-z]{3,}(?:strasse|straße|str\.|weg|gasse|allee|platz|ring|damm|ufer) ?[0-9]{1,3}[a-z]?)\b",
        )
        .ok()
    }),
    Pattern::new(|| {
        Regex::new(concat!(
            r"\b(?P<hit>[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|impasse|chemin|allee",
            r"|quai) (?:de |du |des |de la |d'|l')*[a-z]{3,}|(?:calle|avenida|avda\.?|plaza|paseo)",
            r" (?:de |del |de la |los |las )*[a-z]{3,}(?: [a-z]{3,})?,? (?:n\.? ?|numero",
            r" )?[0-9]{1,4})\b"
        ))
        .ok()
    }),
];

static BIRTH: Pattern = Pattern::new(|| {
    let months = concat!(
        "jan|feb|mar|marz|maerz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|enero|febrero",
        "|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier",
        "|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|ene|abr|ago",
        "|dic|fev|avr|juil"
    );
    let said = concat!(
        r"(?:born|dob|d\.o\.b\.?|date of birth|birth ?date|birthday|b-?day|bday|geboren|geb\.?",
        r"|geburtstag|geburtsdatum|nee?|date de naissance|anniversaire|naci|nacid[oa]|nacimiento",
        r"|cumpleanos|cumplo anos|naissance)"
    );
    let date = format!(
        concat!(
            r"(?:[0-9]{{1,2}}\s?[./ -]\s?[0-9]{{1,2}}\s?[./ -]\s?(?:19|20)?[0-9]{{2}}|(?:19",
            r"|20)[0-9]{{2}}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}|[0-9]{{1,2}}(?:st|nd|rd|th|\.",
            r"|er)?\s+(?:of |de )?(?:{months})[a-z]*\.?|(?:{months})[a-z]*\.?\s+[0-9]{{1,2}}(?:st|nd",
            r"|rd|th)?\b)(?:,?\s*(?:de |of |del )?(?:19|20)[0-9]{{2}})?"
        ),
        months = months
    );
    Regex::new(
        &[
            format!(r"\b{said}\b[^0-9\n.!?]{{0,24}}(?P<hit>{date})|\b(?P<hit2>{date})\s*(?:is my (?:birthday"),
            r"|birth date|dob)|geboren|ist mein geburtstag|es mi cumpleanos|est mon anniversaire)".to_owned(),
        ]
        .concat(),
    )
    .ok()
});

/// What is found, by characters of the original.
pub(super) fn find(read: &Read, ours: &HashSet<String>) -> Vec<(HintKind, usize, usize)> {
    let text = read.text.as_str();
    let mut found = Vec::new();
    let mut take = |kind: HintKind, range: std::ops::Range<usize>| {
        let (start, end) = read.original(range);
        found.push((kind, start, end));
    };
    for hit in BIRTH.all(text) {
        take(HintKind::Birth, hit.range());
    }
    for hit in DIGITS.all(text) {
        if is_phone(text, &hit, ours) {
            take(HintKind::Phone, hit.range());
        }
    }
    for hit in SPELLED.all(text) {
        let spelled = WORD.all(hit.as_str()).count();
        if spelled >= 5 && !COUNTING.is_in(hit.as_str()) {
            take(HintKind::Phone, hit.range());
        }
    }
    for hit in ADDRESS.iter().flat_map(|pattern| pattern.all(text)) {
        take(HintKind::Address, hit.range());
    }
    found
}

fn is_phone(text: &str, hit: &regex::Match<'_>, ours: &HashSet<String>) -> bool {
    let words = hit.as_str().trim();
    let digits: String = words.chars().map(digit).filter(char::is_ascii_digit).collect();
    let after = text.get(hit.end()..).unwrap_or_default();
    let before = text.get(..hit.start()).unwrap_or_default();
    let near: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let inside = before.ends_with(|c: char| c.is_alphanumeric() || "=/&".contains(c))
        || after.starts_with(|c: char| c.is_alphanumeric());
    let marked = words.starts_with(['+', '0', '(', 'o']) || CALLED.is_in(&near);
    if inside || DATE.is_in(words) || UNIT.is_in(after) || ours.contains(&digits) || is_list(words, marked) {
        return false;
    }
    let groups: Vec<usize> =
        words.split(|c: char| !digit(c).is_ascii_digit()).map(str::len).filter(|n| *n > 0).collect();
    match digits.len() {
        9..=15 => {
            marked
                || groups.iter().all(|n| *n <= 5) && groups.len() <= 5
                || groups.len() == 1
                || groups.iter().all(|n| *n == 1)
        }
        8 => marked || groups == [4, 4] || groups == [2, 2, 2, 2] || groups == [2, 3, 3] || groups == [3, 2, 3],
        7 => CALLED.is_in(&near),
        _ => false,
    }
}

/// A letter that stands for a digit within a number.
fn digit(c: char) -> char {
    match c {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    }
}

/// Amounts or scores in a row ("10, 20, 30, 40"), counting, large round sums.
fn is_list(words: &str, marked: bool) -> bool {
    let numbers: Vec<&str> = words.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let values: Vec<u64> = numbers.iter().filter_map(|part| part.parse().ok()).collect();
    let rising = values.len() >= 4 && values.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let falling = values.len() >= 4 && values.windows(2).all(|pair| matches!(pair, [a, b] if a > b));
    let commas = words.matches(',').count() >= 2;
    let round = numbers.len() >= 3 && numbers.iter().skip(1).all(|part| *part == "000");
    let years = values.len() >= 2 && values.iter().all(|value| (1900..2100).contains(value));
    let fraction = words.matches('/').count() >= 2 && !words.starts_with(['+', '0']);
    let decimals = numbers.len() == 2 && words.contains('.') && !marked;
    let counted = values.len() >= 4 && values.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    counted || ((rising || falling) && !marked) || commas || round || years || fraction || decimals
}
