//! What a setting is, and what is said when one is wrong.

use std::fmt;

/// One setting: its names, its explanation, its default.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key in `leeward.toml`; a dot stands between table and key.
    pub key: &'static str,
    /// What it is for: the doc comment of its field, line by line.
    pub doc: &'static [&'static str],
    /// What the value may be, as the end of the sentence "It may be …".
    pub may_be: &'static str,
    /// The value when none is given. `None`: without a value the feature is off or derived from others.
    pub default: Option<&'static str>,
    /// A value for the example file.
    pub example: &'static str,
    /// The value can hold a password: it is never shown.
    pub secret: bool,
}

impl Setting {
    /// The variable of the environment: `limits.off` is `LEEWARD_LIMITS__OFF`.
    pub fn env(&self) -> String {
        format!("LEEWARD_{}", self.key.replace('.', "__").to_uppercase())
    }

    /// The flag without its dashes: `limits.off` is `limits-off`.
    pub fn flag(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }
}

/// A setting that can't be used. Its text is one line: which setting, what is wrong, what it may be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct WrongSetting {
    /// The setting's name in the environment, or the file that could not be read.
    pub name: String,
    /// What is wrong, after the name.
    pub fault: String,
    /// What it may be and what to do.
    pub remedy: String,
}

impl WrongSetting {
    /// A broken rule between settings.
    pub fn rule(name: &str, fault: &str, remedy: &str) -> Self {
        Self { name: name.to_owned(), fault: fault.to_owned(), remedy: remedy.to_owned() }
    }

    /// A value that its own check refused; `fault` says why, as in "has no port".
    pub fn value(setting: &Setting, value: &str, origin: &str, fault: &str) -> Self {
        let shown = if setting.secret { String::new() } else { format!("{:?} ", shorten(value)) };
        Self {
            name: setting.env(),
            fault: format!("{shown}(from {origin}) {fault}"),
            remedy: format!("It may be {}. Change it there, or pass --{}, which wins.", setting.may_be, setting.flag()),
        }
    }
}

impl fmt::Display for WrongSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}. {}", self.name, self.fault, self.remedy)
    }
}

/// The first 80 characters: a value can be a whole file pasted by mistake.
fn shorten(value: &str) -> String {
    value.chars().take(80).collect()
}

/// Declares one concern: the struct, the table of its settings and the function that reads it, from one list, so that
/// the doc comment of a field is also the text of the example file and of `--help`.
macro_rules! settings {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident : $ty:ty = $key:literal, $kind:ident($($default:literal)?), $parse:expr,
                may be $may_be:literal, example $example:literal $(, $secret:ident)?;
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $ty, )+
        }

        impl $name {
            /// The settings of this concern.
            pub const SETTINGS: &'static [crate::config::setting::Setting] = &[
                $( crate::config::setting::Setting {
                    key: $key,
                    doc: &[$($doc),+],
                    may_be: $may_be,
                    default: crate::config::setting::settings!(@default $($default)?),
                    example: $example,
                    secret: crate::config::setting::settings!(@secret $($secret)?),
                }, )+
            ];

            /// Reads and checks this concern. The first wrong setting ends it.
            pub fn read(
                given: &crate::config::read::Given,
            ) -> Result<Self, crate::config::setting::WrongSetting> {
                Ok(Self {
                    $( $field: crate::config::setting::settings!(@$kind given, Self::SETTINGS, $key, $parse), )+
                })
            }
        }
    };
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
    (@secret) => { false };
    (@secret secret) => { true };
    (@always $given:ident, $all:expr, $key:literal, $parse:expr) => { $given.always($all, $key, $parse)? };
    (@optional $given:ident, $all:expr, $key:literal, $parse:expr) => { $given.optional($all, $key, $parse)? };
}
pub(crate) use settings;
