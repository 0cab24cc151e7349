//! Under which addresses people reach the site.

use url::Url;

use super::address::{SiteAddress, exit_address, onion_address, site_address};
use super::setting::settings;

settings! {
    /// Under which addresses people reach the site.
    pub struct Site {
        /// The address of the site as people type it. Without it, or with this machine's own, the site is on trial:
        /// plain http, an open site without set-up, and only this machine is answered.
        base_url: Option<SiteAddress> = "base_url", optional(), site_address,
            may be "https://forum.example without a path, or http:// with localhost or an onion host",
            example "https://forum.example";
        /// The site's onion address, if it has one.
        onion_url: Option<SiteAddress> = "onion_url", optional(), onion_address,
            may be "http:// and a host that ends in .onion, without a path",
            example "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion";
        /// Where "Leave now" goes: a page that nobody wonders about.
        exit_url: Url = "exit_url", always("https://www.wikipedia.org/"), exit_address,
            may be "any http or https address",
            example "https://www.wikipedia.org/";
    }
}

impl Site {
    /// Whether the site is on trial (CONTRACT §2.9): no base URL, or this machine's own. Never judged by the address
    /// on which the program listens.
    pub fn trial(&self) -> bool {
        self.base_url.as_ref().is_none_or(|address| address.loopback)
    }
}
