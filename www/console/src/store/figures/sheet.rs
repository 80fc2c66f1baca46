//! Figures as a file for spreadsheets (R7): one table, the same columns in each line.

use wire::figures::{Count, Figures, Numbers, Spread};

use crate::csv::{Cell, file};
use crate::store::Store;
use crate::words::figures::COLUMNS;
use crate::words::rating;

impl Store {
    /// The figures that are shown, as CSV, and how the file is to be called.
    #[must_use]
    pub fn figures_file(&self) -> Option<(String, String)> {
        let figures = self.report.figures.known.as_ref()?;
        let (first, last) = (figures.days.first()?.date, figures.days.last()?.date);
        let name = format!("{}-figures-{first}-to-{last}.csv", self.site);
        Some((name, file(&self.figures_rows(figures))))
    }

    fn figures_rows(&self, figures: &Figures) -> Vec<Vec<Cell>> {
        let mut rows = vec![COLUMNS.map(Cell::from).to_vec()];
        rows.push(measured("total", self.site.as_str(), &figures.total));
        for one in &figures.agents {
            let member = self.team.iter().find(|colleague| colleague.id == one.agent);
            let name = member.map_or(one.agent.as_str(), |member| member.name.as_str());
            rows.push(measured("agent", name, &one.numbers));
        }
        for one in &figures.groups {
            rows.push(measured("group", &self.group_name(&one.group), &one.numbers));
        }
        for day in &figures.days {
            rows.push(counted("day", &day.date.to_string(), day.count));
        }
        for (hour, count) in figures.hours.iter().enumerate() {
            rows.push(counted("hour", &format!("{hour:02}:00"), *count));
        }
        rows
    }
}

fn measured(part: &str, name: &str, numbers: &Numbers) -> Vec<Cell> {
    let Numbers { conversations, live, closed, promised, kept, missed, .. } = *numbers;
    let counts = [conversations, live, conversations - live, missed, promised, kept, closed];
    let mut row = vec![part.into(), name.into()];
    row.extend(counts.map(Cell::from));
    for spread in [numbers.live_answer, numbers.message_answer, numbers.resolution] {
        row.push(spread.map(|Spread { median, .. }| median).into());
        row.push(spread.map(|Spread { p90, .. }| p90).into());
    }
    row.push(rating::total(&numbers.ratings).into());
    row.push(rating::plain(&numbers.ratings).map_or(Cell::Empty, Cell::Text));
    row
}

fn counted(part: &str, name: &str, Count { live, messaging, missed }: Count) -> Vec<Cell> {
    let mut row = vec![part.into(), name.into()];
    row.extend([live + messaging, live, messaging, missed].map(Cell::from));
    row.resize(COLUMNS.len(), Cell::Empty);
    row
}

#[cfg(test)]
mod tests {
    use wire::Name;
    use wire::agent::Colleague;

    use crate::store::figures::Period;
    use crate::store::figures::tests::figures;
    use crate::store::tests::{NOW, ada, connected};
    use crate::store::{Answer, Event};

    #[test]
    fn r7_the_file_has_a_line_for_everything_with_names_that_harm_nobody() {
        let mut store = connected();
        assert_eq!(store.figures_file(), None);
        store.team =
            vec![Colleague { id: ada().id, name: Name::parse("=Ada").expect("a name"), online: false }];
        store.apply(NOW, Event::Answered(Answer::Figures(Period::Month, Ok(figures()))));
        let (name, file) = store.figures_file().expect("a file");
        assert_eq!(name, "demo-figures-2026-11-23-to-2026-11-24.csv");
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines.len(), 1 + 1 + 1 + 1 + 2 + 24);
        assert_eq!(lines[1], r#""total","demo",5,4,1,1,4,3,2,40,95,5400,5400,,,3,"4.3""#);
        assert_eq!(lines[2], r#""agent","'=Ada",5,4,1,1,4,3,2,40,95,5400,5400,,,3,"4.3""#);
        assert_eq!(lines[3], r#""group","gone",0,0,0,0,0,0,0,,,,,,,0,"#);
        assert_eq!(lines[4], r#""day","2026-11-23",5,4,1,1,,,,,,,,,,,"#);
        assert_eq!(lines[6], r#""hour","00:00",5,4,1,1,,,,,,,,,,,"#);
        let cells: Vec<usize> = lines.iter().map(|line| line.split(',').count()).collect();
        assert!(cells.iter().all(|count| *count == cells[0]), "each line has every column");
    }
}
