//! What the tab's icon says beside its title: how many conversations have something unread (N1).

use super::Store;

/// The mark on the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Nothing is unread.
    None,
    /// So many, 1 to 9.
    Count(u8),
    /// More than an icon has room for.
    Many,
}

impl Badge {
    /// The character or two on the icon.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Count(count) => count.to_string(),
            Self::Many => "9+".to_owned(),
        }
    }

    /// The icon: the lamp, and in front of it the mark, in colours that hold on light and dark tabs.
    #[must_use]
    pub fn icon(self) -> String {
        let text = self.text();
        let mark = if text.is_empty() {
            String::new()
        } else {
            let size = if text.len() > 1 { 15 } else { 19 };
            format!(
                "<circle cx='20' cy='20' r='12' fill='#c02c1f'/><text x='20' y='20' dy='.36em' \
                 text-anchor='middle' font-family='system-ui,sans-serif' font-weight='700' \
                 font-size='{size}' fill='#fff'>{text}</text>"
            )
        };
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='9' \
             fill='#ffb938' stroke='#c77700' stroke-width='2'/>{mark}</svg>"
        )
    }
}

impl Store {
    /// Counts what the title counts.
    #[must_use]
    pub fn badge(&self) -> Badge {
        match self.unread() {
            0 => Badge::None,
            count => match u8::try_from(count) {
                Ok(count @ 1..=9) => Badge::Count(count),
                _ => Badge::Many,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::agent::Hears;
    use wire::team::Me;
    use wire::visitor::State;
    use wire::{Status, Timestamp};

    use super::*;
    use crate::store::Event;
    use crate::store::tests::{NOW, ada, connected, row};

    #[test]
    fn n1_the_icon_counts_to_nine() {
        let mut store = connected();
        let online = Me { status: Status::Online, ..ada() };
        store.apply(NOW, Event::Heard(Box::new(Hears::Me(online))));
        let mut seen = Vec::new();
        for number in 2_u8..=11 {
            seen.push(store.badge().text());
            let row = row(&format!("c{number}"), &[], State::Open, i64::from(number));
            store.apply(Timestamp(NOW.0), Event::Heard(Box::new(Hears::Conversation(row))));
        }
        seen.push(store.badge().text());
        assert_eq!(seen, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "9+", "9+"]);
        assert!(store.badge().icon().contains(">9+<"));
        assert!(!Badge::None.icon().contains("<text"));
    }
}
