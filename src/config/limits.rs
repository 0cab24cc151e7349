//! How much one person or network may do (CONTRACT §7).

use super::setting::settings;

settings! {
    /// How much one person or network may do.
    pub struct Limits {
        /// Threads that a member of level 0 may start a day, over all boards.
        threads_per_day_l0: u32 = "limits.threads_per_day_l0", always("1"), number::<0>,
            may be "a whole number from 0 to 1000000", example "1";
        /// Threads that a member of level 1 may start a day, over all boards.
        threads_per_day_l1: u32 = "limits.threads_per_day_l1", always("3"), number::<0>,
            may be "a whole number from 0 to 1000000", example "3";
        /// Threads that a member of level 2 may start a day, over all boards.
        threads_per_day_l2: u32 = "limits.threads_per_day_l2", always("6"), number::<0>,
            may be "a whole number from 0 to 1000000", example "6";
        /// Replies that a member of level 0 may write a day, over all boards.
        replies_per_day_l0: u32 = "limits.replies_per_day_l0", always("10"), number::<0>,
            may be "a whole number from 0 to 1000000", example "10";
        /// Replies that a member of level 1 may write a day, over all boards.
        replies_per_day_l1: u32 = "limits.replies_per_day_l1", always("60"), number::<0>,
            may be "a whole number from 0 to 1000000", example "60";
        /// Replies that a member of level 2 may write a day, over all boards.
        replies_per_day_l2: u32 = "limits.replies_per_day_l2", always("120"), number::<0>,
            may be "a whole number from 0 to 1000000", example "120";
        /// Seconds between two replies of a member of level 0.
        reply_gap_s_l0: u32 = "limits.reply_gap_s_l0", always("60"), number::<0>,
            may be "a whole number from 0 to 1000000", example "60";
        /// Seconds between two replies of a member of level 1.
        reply_gap_s_l1: u32 = "limits.reply_gap_s_l1", always("15"), number::<0>,
            may be "a whole number from 0 to 1000000", example "15";
        /// Seconds between two replies of a member of level 2.
        reply_gap_s_l2: u32 = "limits.reply_gap_s_l2", always("5"), number::<0>,
            may be "a whole number from 0 to 1000000", example "5";
        /// Links in one post of a member of level 0; a post with more is held.
        links_l0: u32 = "limits.links_l0", always("0"), number::<0>,
            may be "a whole number from 0 to 1000000", example "0";
        /// Links in one post of a member of level 1; a post with more is held.
        links_l1: u32 = "limits.links_l1", always("2"), number::<0>,
            may be "a whole number from 0 to 1000000", example "2";
        /// Links in one post of a member of level 2; a post with more is held.
        links_l2: u32 = "limits.links_l2", always("10"), number::<0>,
            may be "a whole number from 0 to 1000000", example "10";
        /// First posts of a new member that the team reads before others, where a board says so.
        first_posts_held: u32 = "limits.first_posts_held", always("3"), number::<0>,
            may be "a whole number from 0 to 1000000", example "3";
        /// Reports that a member may send a day.
        reports_per_day: u32 = "limits.reports_per_day", always("10"), number::<0>,
            may be "a whole number from 0 to 1000000", example "10";
        /// Reactions that a member may give an hour.
        reactions_per_hour: u32 = "limits.reactions_per_hour", always("60"), number::<0>,
            may be "a whole number from 0 to 1000000", example "60";
        /// Joins from one network an hour; then a proof of work or a short wait.
        joins_per_hour: u32 = "limits.joins_per_hour", always("3"), number::<0>,
            may be "a whole number from 0 to 1000000", example "3";
        /// Failed sign-ins from one network in 15 minutes.
        failed_sign_ins_per_15_min: u32 = "limits.failed_sign_ins_per_15_min", always("10"), number::<1>,
            may be "a whole number from 1 to 1000000", example "10";
        /// Pages that one network may load a minute.
        pages_per_min: u32 = "limits.pages_per_min", always("600"), number::<1>,
            may be "a whole number from 1 to 1000000", example "600";
        /// Searches from one network a minute.
        searches_per_min: u32 = "limits.searches_per_min", always("20"), number::<1>,
            may be "a whole number from 1 to 1000000", example "20";
        /// Previews from one network a minute.
        previews_per_min: u32 = "limits.previews_per_min", always("30"), number::<1>,
            may be "a whole number from 1 to 1000000", example "30";
        /// Live connections from one network without a session.
        live_per_network: u32 = "limits.live_per_network", always("20"), number::<1>,
            may be "a whole number from 1 to 1000000", example "20";
        /// Lifts all numbers above, and the holds. For load and crash tests in trial mode only.
        off: bool = "limits.off", always("false"), yes_or_no,
            may be "true or false", example "false";
    }
}

impl Limits {
    /// Threads a day at this level (0, 1, 2; above counts as 2).
    pub fn threads_per_day(&self, level: u8) -> u32 {
        self.at_most(level, [self.threads_per_day_l0, self.threads_per_day_l1, self.threads_per_day_l2])
    }

    /// Replies a day at this level.
    pub fn replies_per_day(&self, level: u8) -> u32 {
        self.at_most(level, [self.replies_per_day_l0, self.replies_per_day_l1, self.replies_per_day_l2])
    }

    /// Seconds between two replies at this level; 0 when limits are off.
    pub fn reply_gap_s(&self, level: u8) -> u32 {
        let gaps = [self.reply_gap_s_l0, self.reply_gap_s_l1, self.reply_gap_s_l2];
        if self.off { 0 } else { pick(level, gaps) }
    }

    /// Links in one post at this level.
    pub fn links(&self, level: u8) -> u32 {
        self.at_most(level, [self.links_l0, self.links_l1, self.links_l2])
    }

    /// First posts that are held; 0 when limits are off.
    pub fn held_first_posts(&self) -> u32 {
        if self.off { 0 } else { self.first_posts_held }
    }

    /// Any other number of this struct as it stands, without bound when limits are off.
    pub fn unless_off(&self, number: u32) -> u32 {
        if self.off { u32::MAX } else { number }
    }

    fn at_most(&self, level: u8, numbers: [u32; 3]) -> u32 {
        self.unless_off(pick(level, numbers))
    }
}

fn pick(level: u8, [newcomer, member, regular]: [u32; 3]) -> u32 {
    match level {
        0 => newcomer,
        1 => member,
        _ => regular,
    }
}

fn number<const MIN: u32>(text: &str) -> Result<u32, String> {
    let value: u32 = text.parse().map_err(|_| "is not a whole number".to_owned())?;
    if (MIN..=1_000_000).contains(&value) { Ok(value) } else { Err("is out of range".to_owned()) }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("is neither true nor false".to_owned()),
    }
}
