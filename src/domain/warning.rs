//! Content warnings: a fixed list, so that each reader can decide about each one (CONTRACT §3).

/// One content warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// Sexual violence.
    SexualViolence,
    /// Abuse by a professional.
    AbuseByProfessional,
    /// Abuse in childhood.
    ChildhoodAbuse,
    /// Self-harm and suicide.
    SelfHarm,
    /// Medical detail.
    MedicalDetail,
    /// Pain.
    Pain,
    /// Loss of a pregnancy.
    PregnancyLoss,
    /// Body weight.
    BodyWeight,
    /// Explicit language.
    ExplicitLanguage,
}

impl Warning {
    /// All warnings, in the order in which every list shows them.
    pub const ALL: [Self; 9] = [
        Self::SexualViolence,
        Self::AbuseByProfessional,
        Self::ChildhoodAbuse,
        Self::SelfHarm,
        Self::MedicalDetail,
        Self::Pain,
        Self::PregnancyLoss,
        Self::BodyWeight,
        Self::ExplicitLanguage,
    ];

    /// The name in the contract, in rows and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::SexualViolence => "sexual-violence",
            Self::AbuseByProfessional => "abuse-by-professional",
            Self::ChildhoodAbuse => "childhood-abuse",
            Self::SelfHarm => "self-harm",
            Self::MedicalDetail => "medical-detail",
            Self::Pain => "pain",
            Self::PregnancyLoss => "pregnancy-loss",
            Self::BodyWeight => "body-weight",
            Self::ExplicitLanguage => "explicit-language",
        }
    }

    /// The warning of this name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == name)
    }
}

/// A set of warnings, kept in the order of [`Warning::ALL`] and without doubles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// The set of these warnings.
    pub fn new(warnings: impl IntoIterator<Item = Warning>) -> Self {
        let mut list: Vec<Warning> = warnings.into_iter().collect();
        list.sort_unstable();
        list.dedup();
        Self(list)
    }

    /// Reads names; the first unknown one is the error.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut list = Vec::new();
        for name in names {
            list.push(Warning::from_name(name).ok_or_else(|| name.to_owned())?);
        }
        Ok(Self::new(list))
    }

    /// Reads the form in which rows keep a set: names joined by blanks. Unknown names are passed over, so that a
    /// row of a newer program can still be read.
    pub fn from_row(text: &str) -> Self {
        Self::new(text.split_ascii_whitespace().filter_map(Warning::from_name))
    }

    /// The form in which rows keep a set.
    pub fn to_row(&self) -> String {
        self.names().collect::<Vec<_>>().join(" ")
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|w| w.name())
    }

    /// The warnings, in order.
    pub fn iter(&self) -> impl Iterator<Item = Warning> + '_ {
        self.0.iter().copied()
    }

    /// True when nothing is warned of.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both sets together.
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.iter().chain(other.iter()))
    }
}
