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

/// A number to call in a short list: the help panel, the page for a closed site.
#[derive(Clone, Debug, Serialize)]
pub struct HelpLine {
    /// The name of the service.
    pub name: String,
    /// The number as people write it.
    pub phone: String,
    /// The number for `tel:`: digits, `+`, `*` and `#` only.
    pub tel: String,
}

/// Help that is offered to whoever wrote a text.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPanel {
    /// Up to three lines.
    pub lines: Vec<HelpLine>,
    /// The directory of help lines of all countries.
    pub directory: Directory,
    /// How to put the panel away.
    pub hide: HideHelp,
}

/// How a help panel is put away: nothing of it is kept but in the form.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum HideHelp {
    /// A button of the composer's form: it shows the preview again, and the form bears that help is hidden.
    Button {
        /// Where the form goes.
        action: String,
    },
    /// A link: the text is posted.
    Link {
        /// Where to.
        to: String,
    },
}

/// An emergency number.
#[derive(Clone, Debug, Serialize)]
pub struct Emergency {
    /// As people dial it; also the `tel:` link.
    pub number: String,
    /// Who answers ("police, ambulance, fire").
    pub what: String,
}

/// The one international directory of help lines.
#[derive(Clone, Debug, Serialize)]
pub struct Directory {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What it is.
    pub note: String,
}

/// A line of help.
#[derive(Clone, Debug, Serialize)]
pub struct SupportLine {
    /// The name of the service.
    pub name: String,
    /// What happens when you call, who may call.
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
    /// The emergency numbers of the country, in order.
    pub emergency: Vec<Emergency>,
    /// The lines by topic, in order: the slug (key `topic.{slug}`) and its lines.
    pub topics: Vec<(String, Vec<SupportLine>)>,
    /// Where to look when nothing here fits.
    pub directory: Option<Directory>,
}

impl Page for SupportPage {
    const TEMPLATE: &'static str = "pages/support.html";

    fn title(&self) -> Title {
        Title::plain("title.support")
    }
}
