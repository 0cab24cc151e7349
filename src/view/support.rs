//! `/support` ("Help now"): without a cookie, without the database.

use serde::Serialize;

use crate::view::page::{Page, Title};
use crate::view::when::Moment;

/// A country to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2, lower case, or a code of ours ("int").
    pub code: String,
    /// The name in words.
    pub name: String,
}

/// A line of help.
#[derive(Clone, Debug, Serialize)]
pub struct SupportLine {
    /// The name of the service.
    pub name: String,
    /// What it is for, who may call.
    pub about: String,
    /// The number as people write it.
    pub phone: Option<String>,
    /// The number for `tel:`, digits and a leading plus only.
    pub tel: Option<String>,
    /// How to write instead of calling, in words.
    pub text: Option<String>,
    /// Opening hours.
    pub hours: Option<String>,
    /// Languages.
    pub languages: Option<String>,
    /// Cost.
    pub cost: Option<String>,
    /// The service's own page: address and the host to show.
    pub site: Option<(String, String)>,
    /// The day on which we last checked the number; `None` or older than 180 days: "we are checking this number".
    pub checked: Option<Moment>,
    /// The check is too old.
    pub stale: bool,
}

/// `/support`. Country by `?country=` or POST `/support`, input `country`.
#[derive(Clone, Debug, Serialize)]
pub struct SupportPage {
    /// The chosen country's code.
    pub country: String,
    /// All countries with lines, in order of name.
    pub countries: Vec<Country>,
    /// The emergency number of the country, as people dial it.
    pub emergency: Option<String>,
    /// The lines, in order.
    pub lines: Vec<SupportLine>,
}

impl Page for SupportPage {
    const TEMPLATE: &'static str = "pages/support.html";

    fn title(&self) -> Title {
        Title::plain("title.support")
    }
}
