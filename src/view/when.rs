//! Times in words: never finer than the minute, and never by a clock of the reader's place (all days are UTC).

use serde::{Serialize, Serializer};

use crate::domain::clock::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
use crate::view::words::{Sentence, Words, WordsError};

/// A moment as a template gets it; written out by the template functions `time` and `day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.0)
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

/// How long ago something was, in the steps that pages speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Less than a minute, or (clocks differ between nodes) in the future.
    JustNow,
    /// Whole minutes, 1–59.
    Minutes(i64),
    /// Whole hours, 1–23.
    Hours(i64),
    /// 24 hours or more ago, on the UTC day before today.
    Yesterday,
    /// Earlier in this UTC year: day of the month, month 1–12.
    Day(i32, i32),
    /// In an earlier year: day of the month, month 1–12, year.
    Year(i32, i32, i32),
}

impl Age {
    /// The age of `at` as seen at `now`.
    pub fn of(at: Timestamp, now: Timestamp) -> Self {
        let gone_ms = now.to_minute().since_ms(at.to_minute());
        let (year, month, day) = at.civil();
        match gone_ms {
            _ if gone_ms < MINUTE_MS => Self::JustNow,
            _ if gone_ms < HOUR_MS => Self::Minutes(gone_ms / MINUTE_MS),
            _ if gone_ms < DAY_MS => Self::Hours(gone_ms / HOUR_MS),
            _ if now.day() - at.day() == 1 => Self::Yesterday,
            _ if now.civil().0 == year => Self::Day(day, month),
            _ => Self::Year(day, month, year),
        }
    }

    /// The words for this age.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::JustNow => Sentence::new("when.just_now"),
            Self::Minutes(n) => Sentence::new("when.minutes").with("n", n),
            Self::Hours(n) => Sentence::new("when.hours").with("n", n),
            Self::Yesterday => Sentence::new("when.yesterday"),
            Self::Day(day, month) => Sentence::new("when.day").with("day", day).with_key("month", month_key(month)),
            Self::Year(day, month, year) => Sentence::new("when.year")
                .with("day", day)
                .with_key("month", month_key(month))
                .with("year", year.to_string()),
        }
    }
}

/// The first moment at which the words for `at` differ from those said at `now`: how long a rendered fragment may
/// be kept. Dates without a year hold until the year ends.
pub fn good_until(at: Timestamp, now: Timestamp) -> Timestamp {
    let (at_minute, now_minute) = (at.to_minute(), now.to_minute());
    let gone_ms = now_minute.since_ms(at_minute).max(0);
    match Age::of(at, now) {
        Age::JustNow => at_minute.plus_ms(MINUTE_MS),
        Age::Minutes(_) => at_minute.plus_ms((gone_ms / MINUTE_MS + 1) * MINUTE_MS),
        Age::Hours(_) => at_minute.plus_ms((gone_ms / HOUR_MS + 1) * HOUR_MS),
        Age::Yesterday => now.to_day().plus_ms(DAY_MS),
        // Cheaper than finding the end of the year, and right: the words are asked for again within a day.
        Age::Day(..) => now.to_day().plus_ms(DAY_MS),
        Age::Year(..) => Timestamp(i64::MAX),
    }
}

/// A wait in words: "40 seconds", "12 minutes", "3 hours". Rounded up, so that nobody comes back too early.
pub fn wait(seconds: u64) -> Sentence {
    match seconds {
        0..90 => Sentence::new("when.wait_seconds").with("n", seconds),
        90..5_400 => Sentence::new("when.wait_minutes").with("n", seconds.div_ceil(60)),
        _ => Sentence::new("when.wait_hours").with("n", seconds.div_ceil(3_600)),
    }
}

/// That it was too fast, and when to come back: seconds as they were settled, longer waits in minutes and hours.
pub fn too_fast(seconds: u64) -> Sentence {
    match seconds {
        2..90 => Sentence::new("error.too_fast").with("s", seconds),
        _ => Sentence::new("error.too_fast_wait").with("wait", wait(seconds)),
    }
}

/// `<time datetime>` of a moment with its age in words. The attribute bears minutes, no seconds.
pub(super) fn time_element(words: &Words, at: Timestamp, now: Timestamp) -> Result<String, WordsError> {
    let text = words.say(&Age::of(at, now).sentence())?;
    let stamp = at.rfc3339_minute().replace(":00Z", "Z");
    Ok(format!("<time datetime=\"{stamp}\">{text}</time>"))
}

/// A day in words, within a sentence: "12 March", with the year when it is another one than now.
pub fn day_in_words(at: Timestamp, now: Timestamp) -> Sentence {
    let (year, month, day) = at.civil();
    let age = if now.civil().0 == year { Age::Day(day, month) } else { Age::Year(day, month, year) };
    age.sentence()
}

/// `<time datetime>` of a day: "12 March", with the year when it is another one than now.
pub(super) fn day_element(words: &Words, at: Timestamp, now: Timestamp) -> Result<String, WordsError> {
    let (year, month, day) = at.civil();
    let age = if now.civil().0 == year { Age::Day(day, month) } else { Age::Year(day, month, year) };
    let text = words.say(&age.sentence())?;
    Ok(format!("<time datetime=\"{year:04}-{month:02}-{day:02}\">{text}</time>"))
}

/// The catalogue's key for a month 1–12.
fn month_key(month: i32) -> &'static str {
    match month {
        1 => "month.m1",
        2 => "month.m2",
        3 => "month.m3",
        4 => "month.m4",
        5 => "month.m5",
        6 => "month.m6",
        7 => "month.m7",
        8 => "month.m8",
        9 => "month.m9",
        10 => "month.m10",
        11 => "month.m11",
        _ => "month.m12",
    }
}
