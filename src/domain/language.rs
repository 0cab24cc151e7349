//! The languages that pages speak, and which of them a browser asks for.

/// A language of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// German.
    De,
    /// English in letters that run from right to left, a third longer: what the tests of pages draw, so that nothing
    /// of a layout rests on a direction or a length. Nobody is served it.
    Mirror,
}

impl Language {
    /// Those that are offered, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::En, Self::Es, Self::De];

    /// The tag of BCP 47, for `<html lang>` and the files' names.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::De => "de",
            Self::Mirror => "ar-XB",
        }
    }

    /// The offered language with this tag; `None` for any other text.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Where its lines begin, for `<html dir>`.
    pub fn direction(self) -> &'static str {
        match self {
            Self::En | Self::Es | Self::De => "ltr",
            Self::Mirror => "rtl",
        }
    }

    /// Which plural form `n` takes: `one` or `other` (Unicode CLDR, cardinal rules of whole numbers; the form `many`
    /// that Spanish has for millions is written as `other` here).
    pub fn plural(self, n: i64) -> &'static str {
        if n == 1 { "one" } else { "other" }
    }

    /// The language that an `Accept-Language` header (RFC 9110 §12.5.4) asks for first among those offered, found by
    /// lookup (RFC 4647 §3.4): `de-AT` is German. English when it asks for none of them.
    pub fn asked_for(header: &str) -> Self {
        let mut best = (0, Self::default());
        for range in header.split(',').take(MOST_RANGES) {
            let (tag, weight) = weighed(range);
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Some(language) = Self::from_tag(&primary)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }
}

/// Ranges of a header that are looked at; browsers send fewer than ten.
const MOST_RANGES: usize = 32;

/// A range and its weight in thousandths (`qvalue`, RFC 9110 §12.4.2): `de;q=0.5` is 500, without `q` 1,000, and 0 when
/// it can't be read.
fn weighed(range: &str) -> (&str, u32) {
    let (tag, parameter) = range.split_once(';').unwrap_or((range, "q=1"));
    let weight = parameter.trim().strip_prefix("q=").and_then(|q| thousandths(q.trim()));
    (tag.trim(), weight.unwrap_or(0))
}

fn thousandths(weight: &str) -> Option<u32> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let fraction: u32 = format!("{fraction:0<3}").parse().ok().filter(|_| fraction.len() <= 3)?;
    let thousandths = whole.parse::<u32>().ok()?.checked_mul(1_000)?.checked_add(fraction)?;
    (thousandths <= 1_000).then_some(thousandths)
}
