//! The fixed wording: one table for each language, with the same keys in all.

use credstack::model::date::Date;
use serde::Deserialize;

use crate::language::Language;

macro_rules! messages {
    ($($key:ident)*) => {
        /// The fixed wording in one language. A table that lacks a key, or has one too many, is not read at all.
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Messages {
            pub(crate) months: [String; 12],
            $(pub(crate) $key: String,)*
        }
    };
}

messages! {
    date decimal range range_open not_stated none title_decision title_proposal notice_decision notice_proposal
    reference on no_date h_authority institution office body decided_by decided_on nature nature_decision
    nature_proposal h_applicant name number born received complete not_complete decide_within h_credential title
    awarded_by country issued workload level hours documents authentic authentic_yes authentic_no authentic_open
    identity identity_yes identity_no identity_open revoked revoked_yes h_purpose purpose purpose_admission
    purpose_exemption purpose_credit award component rights purpose_note route no_route test test_difference
    test_equivalence test_agreement burden burden_institution burden_applicant entitlement entitlement_duty
    entitlement_discretion basis h_outcome outcome outcome_proposed recognised recognised_as partially conditionally
    refused outcome_between outcome_details_open if_closed rules_say credits credits_proposed credits_must credits_may
    credits_open no_credits credits_left as_ toward not_recognised never_toward only_toward at_level record graded
    ungraded exemption_without_credits substitution conditions conditions_by limits limit_most limit_least h_reasons
    own_reasons own_reasons_proposal rules_against rules_for nothing_against nothing_for difference element_level
    element_workload element_quality element_profile element_learning_outcomes bar grant classify ask still_open
    sources h_conversion conversion_none conversion_hours conversion_year conversion_unknown
    conversion_missing h_open open_intro h_alternatives alternatives alternative_fails alternatives_none
    alternatives_untold measures measures_again h_appeal appeal_decision appeal_proposal appeal_to appeal_within
    appeal_form appeal_fee appeal_contact silence silence_appeal h_terms terms languages procedure_languages in_en
    in_es in_de in_fr in_nl in_pt h_data data_decision data_proposal data_contact data_notice secondary doubtful
    foot_rules one_day many_days one_week many_weeks one_month many_months one_year many_years
}

/// The table of a language.
pub(crate) fn messages(language: Language) -> Result<Messages, toml::de::Error> {
    toml::from_str(match language {
        Language::En => include_str!("../messages/en.toml"),
        Language::Es => include_str!("../messages/es.toml"),
        Language::De => include_str!("../messages/de.toml"),
        Language::Fr => include_str!("../messages/fr.toml"),
        Language::Nl => include_str!("../messages/nl.toml"),
        Language::Pt => include_str!("../messages/pt.toml"),
    })
}

impl Messages {
    /// A day as a letter writes it.
    pub(crate) fn day(&self, day: Date) -> String {
        let index = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
        let month = self.months.get(index).map_or("", String::as_str);
        let (of_month, year) = (day.day().to_string(), day.year().to_string());
        fill(&self.date, &[("day", &of_month), ("month", month), ("year", &year)])
    }

    /// A number as the language writes it.
    pub(crate) fn amount(&self, exact: &str) -> String {
        exact.replace('.', &self.decimal)
    }

    /// A length of time such as `2 months`, in the language.
    pub(crate) fn term(&self, term: &str) -> String {
        let Some((many, unit)) = term.split_once(' ') else { return term.to_owned() };
        let word = match unit {
            "day" => &self.one_day,
            "days" => &self.many_days,
            "week" => &self.one_week,
            "weeks" => &self.many_weeks,
            "month" => &self.one_month,
            "months" => &self.many_months,
            "year" => &self.one_year,
            "years" => &self.many_years,
            other => other,
        };
        format!("{many} {word}")
    }
}

/// A text with each `{name}` replaced by its value. What is put in is not looked at again.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(values.iter().find(|(key, _)| *key == name).map_or(name, |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
    out
}
