//! Time as a parameter.

use std::fmt;

/// A moment in milliseconds since 1970-01-01T00:00:00Z (Unix time, without leap seconds).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// Milliseconds in one second.
pub const SECOND_MS: i64 = 1_000;
/// Milliseconds in one minute.
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
/// Milliseconds in one hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds in one day.
pub const DAY_MS: i64 = 24 * HOUR_MS;

impl Timestamp {
    /// The same moment cut down to its minute: the finest time that posts bear (CONTRACT §2.6).
    pub fn to_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(MINUTE_MS))
    }

    /// The UTC day, counted from 1970-01-01.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY_MS)
    }

    /// The first moment of this moment's UTC day.
    pub fn to_day(self) -> Self {
        Self(self.0 - self.0.rem_euclid(DAY_MS))
    }

    /// The hour, counted from 1970, in which this moment has come at the latest: rounded up. Ends of restrictions bear
    /// no finer time (CONTRACT §2.6).
    pub fn hour_up(self) -> i64 {
        self.0.div_euclid(HOUR_MS) + i64::from(self.0.rem_euclid(HOUR_MS) > 0)
    }

    /// The first moment of an hour counted from 1970.
    pub fn from_hour(hour: i64) -> Self {
        Self(hour.saturating_mul(HOUR_MS))
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND_MS)
    }

    /// This moment plus so many milliseconds, stopping at the ends of the range.
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The UTC month as `year * 12 + (month - 1)`: the coarsest time, which rows of people may bear.
    pub fn month(self) -> i32 {
        let (year, month, _) = self.civil();
        year.saturating_mul(12).saturating_add(month - 1)
    }

    /// Year, month (1–12) and day of the month (1–31) in UTC, proleptic Gregorian calendar
    /// (days-to-civil of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn civil(self) -> (i32, i32, i32) {
        let z = self.day() + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        (i32::try_from(year).unwrap_or(i32::MAX), month as i32, day as i32)
    }

    /// The first moment of a UTC day written as `2026-05-04`; `None` when it is no such day (days-from-civil of Howard
    /// Hinnant, as [`Timestamp::civil`]).
    pub fn from_date(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(str::parse::<i64>);
        let mut next = || parts.next()?.ok();
        let (year, month, day) = (next()?, next()?, next()?);
        if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let yoe = y.rem_euclid(400);
        let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        let at = Self((y.div_euclid(400) * 146_097 + doe - 719_468) * DAY_MS);
        let whole = at.civil();
        let same = i64::from(whole.0) == year && i64::from(whole.1) == month && i64::from(whole.2) == day;
        same.then_some(at)
    }

    /// RFC 3339 with minutes and no seconds finer than the minute: `2026-05-04T14:02:00Z`.
    pub fn rfc3339_minute(self) -> String {
        let (year, month, day) = self.civil();
        let minute_of_day = self.0.rem_euclid(DAY_MS) / MINUTE_MS;
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:00Z", minute_of_day / 60, minute_of_day % 60)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339_minute())
    }
}

/// Where the time comes from. Served by the system in the binary, by a hand-moved clock in tests.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
