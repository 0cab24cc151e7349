//! `/me/settings`: sealed, for their member alone.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::warning::Warning;
use crate::identity::settings::{self, Settings, SettingsChange, WarningChoice};
use crate::view::words::Sentence;
use crate::web::extract::json::{ApiJson, present};
use crate::web::extract::wrong;
use crate::web::fault::{FieldFault, WebError};
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::choices::WarningName;

macro_rules! setting {
    ($(#[$meta:meta])* $name:ident => $kind:ty { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
        #[serde(rename_all = "lowercase")]
        pub(crate) enum $name { $($(#[$doc])* $variant),+ }

        impl From<$name> for $kind {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => Self::$variant),+ }
            }
        }

        impl From<$kind> for $name {
            fn from(kind: $kind) -> Self {
                match kind { $(<$kind>::$variant => Self::$variant),+ }
            }
        }
    };
}

setting! {
    /// Colours.
    ThemeName => settings::Theme {
        /// As the device is set.
        System,
        /// Dark on light.
        Light,
        /// Light on dark.
        Dark,
    }
}

setting! {
    /// How much air.
    DensityName => settings::Density {
        /// The default.
        Comfortable,
        /// One step down.
        Compact,
    }
}

setting! {
    /// What tabs say.
    TitlesName => settings::Titles {
        /// No topic word.
        Neutral,
        /// The real title.
        Full,
    }
}

setting! {
    /// The language of pages.
    LanguageName => settings::Tongue {
        /// The one that the browser asks for.
        Auto,
        /// English.
        En,
        /// Spanish.
        Es,
        /// German.
        De,
    }
}

setting! {
    /// What a screen reader is told of new replies.
    SpokenName => settings::Spoken {
        /// Nothing.
        Off,
        /// How many, and from whom.
        Count,
        /// The same, and the text.
        Text,
    }
}

setting! {
    /// What happens with posts that bear a warning.
    ChoiceName => WarningChoice {
        /// Left out, with a line that says so.
        Hide,
        /// Closed until one press opens it.
        Ask,
        /// Open.
        Show,
    }
}

/// A key that leaves the site when pressed three times.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExitKey {
    /// Esc.
    Esc,
    /// Shift.
    Shift,
}

/// All settings.
#[derive(Serialize, ToSchema)]
pub(crate) struct SettingsShape {
    /// Colours.
    theme: ThemeName,
    /// Air.
    density: DensityName,
    /// Each warning.
    warnings: BTreeMap<WarningName, ChoiceName>,
    /// Posts with one of these words stay closed.
    hidden_words: Vec<String>,
    /// What tabs say.
    titles: TitlesName,
    /// Which keys leave.
    exit_keys: BTreeMap<ExitKey, bool>,
    /// The page is covered when another tab comes to the front.
    cover_tabs: bool,
    /// Language.
    language: LanguageName,
    /// What is spoken of new replies.
    spoken: SpokenName,
}

/// What is to change; what is not sent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsPatch {
    /// Colours.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    theme: Option<ThemeName>,
    /// Air.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    density: Option<DensityName>,
    /// Some warnings; the others stay.
    #[serde(default)]
    #[schema(value_type = BTreeMap<WarningName, ChoiceName>)]
    warnings: BTreeMap<String, ChoiceName>,
    /// All words to hide, instead of those before.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_items = 100)]
    hidden_words: Option<Vec<String>>,
    /// What tabs say.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    titles: Option<TitlesName>,
    /// Some keys; the others stay.
    #[serde(default)]
    #[schema(value_type = BTreeMap<ExitKey, bool>)]
    exit_keys: BTreeMap<String, bool>,
    /// The page is covered when another tab comes to the front.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    cover_tabs: Option<bool>,
    /// Language.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    language: Option<LanguageName>,
    /// What is spoken of new replies.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    spoken: Option<SpokenName>,
}

fn all_warnings() -> [(WarningName, Warning); 9] {
    use WarningName::*;
    [
        SexualViolence,
        AbuseByProfessional,
        ChildhoodAbuse,
        SelfHarm,
        MedicalDetail,
        Pain,
        PregnancyLoss,
        BodyWeight,
        ExplicitLanguage,
    ]
    .map(|name| (name, name.into()))
}

impl SettingsShape {
    fn of(settings: Settings) -> Self {
        let choice = |(name, warning): (WarningName, Warning)| (name, settings.warning(warning).into());
        Self {
            warnings: all_warnings().into_iter().map(choice).collect(),
            theme: settings.theme.into(),
            density: settings.density.into(),
            titles: settings.titles.into(),
            exit_keys: [(ExitKey::Esc, settings.exit_keys.esc), (ExitKey::Shift, settings.exit_keys.shift)].into(),
            cover_tabs: settings.cover_tabs,
            language: settings.language.into(),
            spoken: settings.spoken.into(),
            hidden_words: settings.hidden_words.into_iter().collect(),
        }
    }
}

/// The entries of a map by their names' meaning; a name that there is not is refused as an unknown field. Read in a
/// second step, because a fault in a value can't be named while its key is still being read.
fn keyed<K: DeserializeOwned, V>(field: &str, map: BTreeMap<String, V>) -> Result<Vec<(K, V)>, WebError> {
    let read = |(name, value): (String, V)| {
        let key = serde_json::from_value(serde_json::Value::String(name.clone()));
        key.map(|key| (key, value)).map_err(|_| wrong::refuse(&format!("{field}.{name}"), "unknown_field"))
    };
    map.into_iter().map(read).collect()
}

impl SettingsPatch {
    fn into_change(self) -> Result<SettingsChange, WebError> {
        let hidden_words = match &self.hidden_words {
            None => None,
            Some(words) => Some(settings::hidden_words(words.iter().map(String::as_str)).ok_or_else(|| {
                let message = Sentence::new("error.api.hidden_words");
                WebError::fields(vec![FieldFault { field: "hidden_words".into(), message }])
            })?),
        };
        let warnings: Vec<(WarningName, ChoiceName)> = keyed("warnings", self.warnings)?;
        let keys: BTreeMap<ExitKey, bool> = keyed("exit_keys", self.exit_keys)?.into_iter().collect();
        Ok(SettingsChange {
            theme: self.theme.map(Into::into),
            density: self.density.map(Into::into),
            warnings: warnings.into_iter().map(|(name, choice)| (name.into(), choice.into())).collect(),
            hidden_words,
            titles: self.titles.map(Into::into),
            esc: keys.get(&ExitKey::Esc).copied(),
            shift: keys.get(&ExitKey::Shift).copied(),
            cover_tabs: self.cover_tabs,
            language: self.language.map(Into::into),
            spoken: self.spoken.map(Into::into),
        })
    }
}

/// One's own settings.
#[utoipa::path(get, path = "/me/settings", tag = "people", operation_id = "get_settings", responses(
    (status = 200, description = "All settings.", body = SettingsShape),
))]
pub(crate) async fn show(State(app): State<App>, me: Signed) -> Result<Response, WebError> {
    let settings = settings::read(&app.ctx, &me.member).await?;
    Ok(me.viewer.answer(&app, axum::Json(SettingsShape::of(settings))))
}

/// Change settings.
///
/// What is not sent stays, also within `warnings` and `exit_keys`. Two changes at once both count.
#[utoipa::path(patch, path = "/me/settings", tag = "people", operation_id = "change_settings",
    request_body = SettingsPatch, responses(
    (status = 200, description = "All settings as they are now.", body = SettingsShape),
))]
pub(crate) async fn change(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<SettingsPatch>,
) -> Result<Response, WebError> {
    let change = sent.into_change()?;
    let settings = settings::change(&app.ctx, &me.member, &change).await?;
    Ok(me.viewer.answer(&app, axum::Json(SettingsShape::of(settings))))
}
