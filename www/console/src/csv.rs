//! Comma-separated values (RFC 4180) that no spreadsheet executes.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and people name themselves
//! as they like. An apostrophe in front makes it a text. Programs differ in which characters part cells, and
//! strip blanks; so what would be a formula only behind one of those gets its apostrophe, too.

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Written by somebody.
    Text(String),
    /// Counted.
    Number(u32),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<Option<u32>> for Cell {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// A table as a file: with a mark by which spreadsheets know that it is UTF-8.
#[must_use]
pub fn file(rows: &[Vec<Cell>]) -> String {
    let mut file = "\u{feff}".to_owned();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                file.push(',');
            }
            match cell {
                Cell::Text(text) => write(text, &mut file),
                Cell::Number(number) => file.push_str(&number.to_string()),
                Cell::Empty => {}
            }
        }
        file.push_str("\r\n");
    }
    file
}

/// Writes a text as a cell: always in quotes, each of its own doubled.
fn write(text: &str, file: &mut String) {
    file.push('"');
    let mut could_begin = true;
    for c in text.chars() {
        if could_begin && (is_formula(c) || matches!(c, '\t' | '\r' | '\n')) {
            file.push('\'');
        }
        if c == '"' {
            file.push('"');
        }
        file.push(c);
        // Blanks are stripped by some: what stands behind them still begins a cell.
        could_begin = is_separator(c) || (could_begin && (c.is_whitespace() || c.is_control()));
    }
    file.push('"');
}

/// Also as East Asian keyboards write them, which some programs read as the same.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// What parts cells or lines in some dialect, or ends a quotation.
fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|' | '\t' | '\r' | '\n' | '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let file = file(&[vec![text.into()]]);
        file.strip_prefix('\u{feff}').and_then(|rest| rest.strip_suffix("\r\n")).expect("a line").to_owned()
    }

    #[test]
    fn r7_no_spreadsheet_executes_what_somebody_is_called() {
        for (name, wanted) in [
            ("Ada", r#""Ada""#),
            ("", r#""""#),
            ("=1+1", r#""'=1+1""#),
            ("=cmd|' /C calc'!A0", r#""'=cmd|' /C calc'!A0""#),
            ("+49 30 123", r#""'+49 30 123""#),
            ("-2+3", r#""'-2+3""#),
            ("@SUM(A1:A9)", r#""'@SUM(A1:A9)""#),
            ("\t=1", "\"'\t'=1\""),
            ("\r=1", "\"'\r'=1\""),
            ("\n=1", "\"'\n'=1\""),
            ("  =1", r#""  '=1""#),
            ("\u{a0}=1", "\"\u{a0}'=1\""),
            ("＝1", r#""'＝1""#),
            (r#"="a""#, r#""'=""a""""#),
            // Where another character parts cells, or a quotation ends it.
            ("Ada;=1", r#""Ada;'=1""#),
            ("Ada, =1", r#""Ada, '=1""#),
            ("Ada|@x", r#""Ada|'@x""#),
            (r#"Ada";=1;""#, r#""Ada"";'=1;""""#),
            (r#""=1"#, r#""""'=1""#),
            ("'=1", r#""''=1""#),
            // What is no formula stays as it is.
            ("Anne-Marie", r#""Anne-Marie""#),
            ("a=b", r#""a=b""#),
            ("O'Brien, 2nd", r#""O'Brien, 2nd""#),
            ("Søren \"S\" K.", r#""Søren ""S"" K.""#),
            ("Zoë 🦊", r#""Zoë 🦊""#),
        ] {
            assert_eq!(cell(name), wanted, "{name:?}");
        }
    }

    #[test]
    fn r7_cells_are_parted_by_commas_and_lines_end_as_they_must() {
        let rows = [vec!["a".into(), 1.into(), Cell::from(None)], vec!["b".into(), Cell::Empty, 23.into()]];
        assert_eq!(file(&rows), "\u{feff}\"a\",1,\r\n\"b\",,23\r\n");
        assert_eq!(file(&[]), "\u{feff}");
    }
}
