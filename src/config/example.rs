//! `leeward.example.toml`, made from the settings themselves so that it can't lag behind them.

use super::Config;
use super::setting::Setting;

/// The text of the example file: every setting, commented out, with its default or an example.
pub fn text() -> String {
    let mut out = String::from(
        "# Settings of Leeward. Copy to leeward.toml and change what you need; everything here is optional.\n\
         # Flags win over the environment, the environment wins over this file.\n\
         # This file is generated from the program: a test fails when the two differ.\n",
    );
    let mut table = "";
    for setting in Config::settings() {
        let (section, name) = setting.key.split_once('.').unwrap_or(("", setting.key));
        if section != table {
            out.push_str(&format!("\n[{section}]\n"));
            table = section;
        }
        out.push_str(&entry(&setting, name));
    }
    out
}

fn entry(setting: &Setting, name: &str) -> String {
    let doc: String = setting.doc.iter().map(|line| format!("#{line}\n")).collect();
    let value = setting.default.unwrap_or(setting.example);
    let bare = value.parse::<u32>().is_ok() || matches!(value, "true" | "false");
    let value = if bare { value.to_owned() } else { format!("{value:?}") };
    let default = if setting.default.is_some() { "" } else { " No default." };
    format!("\n{doc}# May be {}.{default} Environment: {}\n#{name} = {value}\n", setting.may_be, setting.env())
}
