//! Spans of dates in which the same rules are in force, for each date that can pick a version.

use std::collections::BTreeSet;

use credstack_model::date::Date;
use credstack_model::policy::{Period, PickedBy, Policy};

/// The boundaries of each picking date.
#[derive(Debug, Clone)]
pub(crate) struct Spans {
    boundaries: [Vec<Date>; 4],
}

/// One span for each picking date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct SpanKey(pub(crate) [usize; 4]);

impl Spans {
    pub(crate) fn of<'a>(policies: impl Iterator<Item = &'a Policy>) -> Self {
        let mut days: [BTreeSet<Date>; 4] = Default::default();
        let mut add = |picked: PickedBy, period: Period| {
            if let Some(set) = days.get_mut(place(picked)) {
                set.extend(period.from);
                set.extend(period.to);
            }
        };
        for policy in policies {
            policy.rules.iter().for_each(|r| add(r.picked_by, r.force));
            policy.routes.iter().for_each(|r| add(r.picked_by, r.force));
        }
        Self { boundaries: days.map(|set| set.into_iter().collect()) }
    }

    /// How many combinations of spans there are.
    pub(crate) fn count(&self) -> usize {
        self.boundaries.iter().map(|b| b.len() + 1).try_fold(1usize, usize::checked_mul).unwrap_or(usize::MAX)
    }

    pub(crate) fn index(&self, key: &SpanKey) -> usize {
        self.boundaries.iter().zip(key.0).fold(0, |index, (b, span)| index * (b.len() + 1) + span)
    }

    /// The days on which rules that this date picks change.
    pub(crate) fn boundaries(&self, picked: PickedBy) -> &[Date] {
        self.boundaries.get(place(picked)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The span that a day lies in.
    pub(crate) fn span(&self, picked: PickedBy, day: Date) -> usize {
        self.boundaries(picked).partition_point(|b| *b <= day)
    }

    /// Whether something of this period is in force in the key's span.
    pub(crate) fn in_force(&self, picked: PickedBy, period: Period, key: &SpanKey) -> bool {
        let boundaries = self.boundaries(picked);
        let span = key.0.get(place(picked)).copied().unwrap_or_default();
        match (span.checked_sub(1).and_then(|s| boundaries.get(s)), boundaries.first()) {
            (Some(day), _) => period.holds(*day),
            (None, Some(first)) => first.yesterday().is_ok_and(|day| period.holds(day)),
            // Nothing that this date picks ever changes: it is in force always.
            (None, None) => true,
        }
    }
}

/// The place of a picking date in a key.
pub(crate) fn place(picked: PickedBy) -> usize {
    match picked {
        PickedBy::Issue => 0,
        PickedBy::Application => 1,
        PickedBy::Enrolment => 2,
        PickedBy::Decision => 3,
    }
}

impl SpanKey {
    /// The key with another span for one picking date.
    pub(crate) fn with(mut self, picked: PickedBy, span: usize) -> Self {
        if let Some(slot) = self.0.get_mut(place(picked)) {
            *slot = span;
        }
        self
    }
}
